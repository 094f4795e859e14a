"""A browser that holds passkeys, as a phone with a fingerprint does."""

from playwright.async_api import CDPSession, Page

AUTHENTICATOR = {
    "protocol": "ctap2",
    "ctap2Version": "ctap2_1",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


class Authenticator:
    """What holds the passkeys of a browser; one can be carried to another, as a security key is."""

    def __init__(self, session: CDPSession, id: str) -> None:
        self._session, self._id = session, id

    async def carry_to(self, other: "Authenticator") -> None:
        """Carry its passkeys to another browser."""
        held = await self._session.send("WebAuthn.getCredentials", {"authenticatorId": self._id})
        for credential in held["credentials"]:
            await other._session.send(
                "WebAuthn.addCredential",
                {"authenticatorId": other._id, "credential": credential},
            )

    async def empty(self) -> None:
        """Forget the passkeys that it holds."""
        await self._session.send("WebAuthn.clearCredentials", {"authenticatorId": self._id})


async def give_authenticator(page: Page) -> Authenticator:
    """Let the browser of a page hold passkeys."""
    session = await page.context.new_cdp_session(page)
    await session.send("WebAuthn.enable")
    made = await session.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    return Authenticator(session, made["authenticatorId"])
