"""The paper town in a real database."""

from collections.abc import AsyncIterator

import pytest
from core.good_drafts import fund
from core.paper_town import FOOD_BANK, PaperJournal
from storage.paper_on_disk import DiskJournal, moved_in
from storage.run_server import Database


@pytest.fixture
async def disk(database: Database) -> AsyncIterator[DiskJournal]:
    """Give the paper town in a database, with a thousand units at the food bank."""
    paper = PaperJournal()
    fund(paper, FOOD_BANK, 1_000_00)
    async with moved_in(database.app, paper) as journal:
        yield journal
