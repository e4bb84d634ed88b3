"""The guided form: profile, news, events and services of an association."""
