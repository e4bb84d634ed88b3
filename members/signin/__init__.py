"""Signing in and out: password, link by mail, second factor."""
