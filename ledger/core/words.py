"""Four words that two people compare: the same on the phone and at the desk.

Sixty-four short French words, unlike each other when spoken: twenty-four bits of a digest of the
slip and the key that opened it.
"""

import hashlib
from uuid import UUID

WORDS = """
abeille ananas arbre avion balai banane barque beffroi berger biscuit bougie brique cabane canal
carafe castor cerise chaise cheval citron clocher coquille cygne dentelle domino dragon écharpe
écluse éléphant fanfare fenêtre fontaine fromage galet gaufre girafe guitare hameau herbier hibou
horloge jardin kayak lampion lavande lézard lunette moulin mouton navire noisette nuage orange
panier pavé pigeon pinceau poisson radis renard sabot tambour tilleul vélo
""".split()  # noqa: SIM905 # sixty-four words read better than sixty-four lines


def four_words(slip: UUID, public_key: bytes) -> tuple[str, str, str, str]:
    """Derive the words of a slip opened by a key."""
    digest = hashlib.sha256(b"mlc/slip/v1" + slip.bytes + public_key).digest()
    one, two, three, four = (WORDS[byte % len(WORDS)] for byte in digest[:4])
    return one, two, three, four
