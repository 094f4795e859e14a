"""What the law wants on screen says what is in force, and is linked from every home page."""

import re
from typing import Any

import httpx2
import pytest

from ledger.core.policy import INITIAL_POLICY
from ledger.core.terms import TERMS
from ledger.settings import Settings
from ui.format import amount_text, day_text, percent_text

PAGES = ("/legal", "/terms", "/rules", "/privacy", "/accessibility")
HOMES = ("/", "/pro/sign-in", "/console/sign-in")


@pytest.mark.parametrize("path", PAGES)
async def test_a_page_of_the_law_is_open_to_everybody_and_names_the_issuer(
    path: str, client: httpx2.AsyncClient
) -> None:
    answer = await client.get(path)
    assert answer.status_code == 200
    assert Settings().issuer_name in answer.text


@pytest.mark.parametrize("home", HOMES)
async def test_every_home_page_links_them_and_states_its_accessibility(
    home: str, client: httpx2.AsyncClient
) -> None:
    page = (await client.get(home)).text
    for path in PAGES:
        assert f'{path}"' in page
    assert "Accessibilité : non conforme".replace(" :", "\u00a0:") in page


async def test_the_terms_name_their_version_the_exemption_and_what_is_not_protected(
    client: httpx2.AsyncClient,
) -> None:
    page = (await client.get("/terms")).text
    assert f"Version {TERMS.version}" in page
    assert day_text(TERMS.valid_from) in page
    assert Settings().exemption in page
    assert "(DSP2) ne s’appliquent donc pas" in page


async def test_the_rules_are_the_figures_of_the_policy_in_force(
    client: httpx2.AsyncClient,
) -> None:
    page = (await client.get("/rules")).text
    policy: dict[str, Any] = INITIAL_POLICY
    for tier in ("T0", "T1"):
        assert amount_text(policy["tiers"][tier]["balance"], "Đ") in page
    assert amount_text(policy["approval"]["low_value_payment"], "Đ") in page
    assert percent_text(policy["redemption_fee_per_mille"]) in page
    assert len(re.findall(r"<h3>", page)) == 6


async def test_the_notice_carries_the_numbers_of_the_issuer(client: httpx2.AsyncClient) -> None:
    page, settings = (await client.get("/legal")).text, Settings()
    for value in (settings.issuer_siren, settings.issuer_rna, settings.issuer_address):
        assert value in page
