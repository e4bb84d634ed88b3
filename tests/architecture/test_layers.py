"""Imports and foreign keys go downwards only; nothing of ours is imported inside a function."""

import ast
import tomllib
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from importlinter.cli import lint_imports

CONFIG = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())
LAYERS = [layer.split(" | ") for layer in CONFIG["tool"]["importlinter"]["contracts"][0]["layers"]]
HEIGHT = {app: len(LAYERS) - number for number, layer in enumerate(LAYERS) for app in layer}


def python_files():
    for app in HEIGHT:
        for path in sorted((settings.BASE_DIR / app).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path


def test_imports_go_downwards(monkeypatch, capsys):
    monkeypatch.chdir(settings.BASE_DIR)
    assert lint_imports(no_cache=True) == 0, capsys.readouterr().out


def test_every_app_of_ours_has_a_layer():
    ours = {config.label for config in apps.get_app_configs() if Path(config.path).parent == settings.BASE_DIR}
    assert ours == set(HEIGHT)


def test_foreign_keys_go_downwards():
    wrong = []
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.get_fields():
            if not (field.is_relation and field.concrete) or field.related_model is None:
                continue
            here, there = model._meta.app_label, field.related_model._meta.app_label
            if here in HEIGHT and there in HEIGHT and here != there and HEIGHT[there] >= HEIGHT[here]:
                wrong.append(f"{model.__name__}.{field.name} -> {there}")
    assert not wrong


@pytest.mark.parametrize("path", [*python_files()], ids=lambda path: str(path.relative_to(settings.BASE_DIR)))
def test_module_is_short_and_imports_at_the_top(path):
    source = path.read_text()
    assert source.count("\n") <= 300, "longer than 300 lines: split it by what it is about"
    if path.name == "apps.py":
        return
    for function in ast.walk(ast.parse(source)):
        if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        for node in ast.walk(function):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not [name for name in names if name.split(".")[0] in HEIGHT], f"{function.name} imports {names}"


@pytest.mark.parametrize("path", [*python_files()], ids=lambda path: str(path.relative_to(settings.BASE_DIR)))
def test_public_names_have_docstrings(path):
    tree = ast.parse(path.read_text())
    if path.name in {"__init__.py", "urls.py", "apps.py"} or (path.parent.name == "templatetags" and not tree.body):
        return
    missing = [] if ast.get_docstring(tree) else ["the module"]
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            trivial = isinstance(node, ast.ClassDef) and (
                node.name.endswith(("ViewSet", "FilterSet", "Group", "Value")) or node.name in {"Command", "Meta"}
            )
            if not ast.get_docstring(node) and not trivial:
                missing.append(node.name)
    assert not missing
