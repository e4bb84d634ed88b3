"""What editors see of the search: thesaurus, promoted results, what is searched."""
