"""Refusals about attached files, in plain words."""

from collections.abc import Mapping

ATTACHED: Mapping[str, tuple[str, str]] = {
    "attached_file_too_large": (
        "Ce fichier dépasse {most} Mo. Réduisez-le, ou nommez le document sans le joindre. Rien n’a été noté.",
        "This file is larger than {most} MB. Reduce it, or name the document without attaching it. Nothing was noted.",
    ),
    "attached_file_unknown": (
        "Ce fichier n’est pas d’une nature acceptée : PDF, PNG, JPEG, CSV, ODS ou XLSX. Rien n’a été noté.",
        "This file is of no accepted kind: PDF, PNG, JPEG, CSV, ODS or XLSX. Nothing was noted.",
    ),
    "attached_file_empty": (
        "Ce fichier est vide. Vérifiez que c’est le bon. Rien n’a été noté.",
        "This file is empty. Check that it is the right one. Nothing was noted.",
    ),
}
