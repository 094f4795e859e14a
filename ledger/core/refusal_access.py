"""Refusals about the PIN of an account and about what asks to confirm who is there."""

from ledger.core.refusal import Refused


class AccountPinWrong(Refused, is_recorded=False):
    """Another PIN, or none that counts yet; `tries`: how many are left before it is locked."""


class AccountPinLocked(Refused, is_recorded=False):
    """Five wrong PINs in a row: a passkey or a desk gives a new one."""


class ConfirmationNeeded(Refused, is_recorded=False):
    """The known device suffices to pay, not for this: the person confirms who they are first."""


class LimitTooHigh(Refused, is_recorded=False):
    """The chosen limit is above the one of the policy; `limit` says how far one may go."""


class AddressNotUnderstood(Refused, is_recorded=False):
    """What was typed is no e-mail address."""


class AddressCodeWrong(Refused, is_recorded=False):
    """Another code than the one sent, the fifth wrong one, or too late."""


class TooManyAddresses(Refused, is_recorded=False):
    """Five codes were sent to addresses in a day."""


class IdentityNotSeen(Refused, is_recorded=False):
    """The account has had a phone before: another one takes a checked identity."""


class SecondPersonNeeded(Refused, is_recorded=False):
    """Whoever began may not also end: somebody else of the desk does."""


class NotServedByThem(Refused, is_recorded=False):
    """Nobody serves their own account, nor one of somebody they declared as a relative."""


class RelativeKnown(Refused, is_recorded=False):
    """That relative is declared already."""


class CountNotUnderstood(Refused, is_recorded=False):
    """What was counted is not a number of notes and coins of the euro."""


class ReasonNeeded(Refused, is_recorded=False):
    """What was counted is not what is expected, and nothing explains it."""


class ExplanationNeeded(ReasonNeeded, is_recorded=False):
    """Something is asked for or noted, and nothing says why or which document shows it."""


class ReversalTooLate(Refused, is_recorded=False):
    """A desk takes back what it did today, and nothing older."""


class AskedAlready(Refused, is_recorded=False):
    """Somebody has asked the same already, and it waits for a second person."""


class TillDayElsewhere(Refused, is_recorded=False):
    """The day of that till stands otherwise: open already, or cash of it is on its way."""


class OfficerKeyNeeded(Refused, is_recorded=False):
    """A second signature takes a living passkey of whoever decides."""


class SameBrowser(Refused, is_recorded=False):
    """Two people act in two browsers: one cannot sign for both."""


class InvitationNotValid(Refused, is_recorded=False):
    """The code of an invitation is unknown, used, or past its time: one answer for all."""


class RoleNotYet(Refused, is_recorded=False):
    """The role was granted less than a day ago: what countersigns counts later."""


class NotForThem(Refused, is_recorded=False):
    """That person may not be given this: one's own role, or a till of elsewhere."""


class SessionLocked(Refused, is_recorded=False):
    """Nobody has used this session of the console for five minutes: its officer's key opens it."""


class KeyOfAnother(Refused, is_recorded=False):
    """A locked session is opened by the person who opened it, and nobody else."""


class SessionElsewhere(Refused, is_recorded=False):
    """A locked session is opened in the browser in which it was opened, and no other."""


class ChallengeSpent(Refused, is_recorded=False):
    """What was signed has opened a session already: it serves once."""
