"""Who may do what in the admin, beyond the rights that groups are given."""

from wagtail.permission_policies import ModelPermissionPolicy


class NothingToAdd(ModelPermissionPolicy):
    """For what only the public site makes, such as messages of readers: editors change and delete it, but add nothing."""

    def user_has_permission(self, user, action):
        return action != "add" and super().user_has_permission(user, action)
