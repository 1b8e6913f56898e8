from allauth.account.adapter import DefaultAccountAdapter


class InvitationOnlyAdapter(DefaultAccountAdapter):
    """Nobody signs up by themselves: the coordinator invites."""

    def is_open_for_signup(self, request):
        return False
