"""What the admin offers on a profile, see ``wagtail.models.PagePermissionTester``."""

from wagtail.models import PagePermissionTester


class ProfilePermissionTester(PagePermissionTester):
    """Members edit their profile, but it stays where it is: who is in the directory is for editors to decide."""

    def __init__(self, user, page):
        super().__init__(user, page)
        rows = [] if user.is_superuser else self.permission_policy.get_cached_permissions_for_user(user)
        rows = [row for row in rows if page.path.startswith(row.page.path)]
        self.is_members_own = bool(rows) and all(getattr(row, "by_membership", False) for row in rows)

    def can_delete(self, ignore_bulk=False):
        return not self.is_members_own and super().can_delete(ignore_bulk)

    def can_unpublish(self):
        return not self.is_members_own and super().can_unpublish()

    def can_move(self):
        return not self.is_members_own and super().can_move()

    def can_copy(self):
        return not self.is_members_own and super().can_copy()

    def can_set_view_restrictions(self):
        return not self.is_members_own and super().can_set_view_restrictions()
