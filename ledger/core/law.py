"""What must never be false, checked also when Python runs optimised."""


class InvariantBroken(Exception):
    """The program or its data is wrong: roll back, sound the alarm, never carry on."""


def ensure(condition: object, law: str) -> None:
    """Stop everything when `condition` is false; `law` says what should have held.

    Raises:
        InvariantBroken: the condition is false.
    """
    if not condition:
        raise InvariantBroken(law)
