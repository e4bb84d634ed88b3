"""Associations from and into spreadsheets, as every integration office keeps one (docs/associations-sheet.md)."""
