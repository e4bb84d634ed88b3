"""How associations and people come in: apply, invite, claim, colleagues."""
