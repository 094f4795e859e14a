"""Journals on paper; nothing here needs a database."""

import pytest
from core.good_drafts import fund
from core.paper_town import AWA, LUCIE, PaperJournal


@pytest.fixture
def journal() -> PaperJournal:
    """Give a journal with nothing in it."""
    return PaperJournal()


@pytest.fixture
def funded() -> PaperJournal:
    """Give a journal in which Awa and Lucie hold a hundred units each."""
    journal = PaperJournal()
    fund(journal, AWA, 100_00)
    fund(journal, LUCIE, 100_00)
    return journal
