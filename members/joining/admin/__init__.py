"""What editors do about people who join."""
