"""Settings, typed and read once: environment (`MLC_…`), then a TOML file, then these defaults."""

import os
from datetime import date
from pathlib import Path
from typing import Literal, Self

from platformdirs import user_data_path
from pydantic import Field, SecretStr, model_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

DOORS = ("resident", "merchant", "console", "api")
_SECRETS = (
    "database_url",
    "owner_database_url",
    "auditor_database_url",
    "server_key",
    "data_keys",
    "smtp_password",
)


def _data_directory() -> Path:
    """Root's own folder is closed to the account that must run PostgreSQL for root."""
    return Path("/var/lib/mlc") if os.geteuid() == 0 else user_data_path("mlc")


class Settings(BaseSettings):
    """Everything an installation may change without a line of code."""

    model_config = SettingsConfigDict(env_prefix="MLC_", toml_file="mlc.toml", extra="forbid")

    database_url: SecretStr | None = Field(
        None,
        description="PostgreSQL of the application role; without it, the house starts its own.",
    )
    database_url_file: Path | None = Field(None, description="File that holds `database_url`.")
    owner_database_url: SecretStr | None = Field(
        None, description="PostgreSQL of the owner role, used by `mlc migrate` and `mlc perimeter`."
    )
    owner_database_url_file: Path | None = Field(
        None, description="File that holds `owner_database_url`."
    )
    auditor_database_url: SecretStr | None = Field(
        None, description="PostgreSQL of the read-only auditor role; else `database_url`."
    )
    auditor_database_url_file: Path | None = Field(
        None, description="File that holds `auditor_database_url`."
    )
    server_key: SecretStr | None = Field(
        None, description="Key of the content digests, 32 bytes or more; the house makes its own."
    )
    server_key_file: Path | None = Field(None, description="File that holds `server_key`.")
    data_keys: SecretStr | None = Field(
        None,
        description="Keys of the encrypted columns, newest first; the house makes its own.",
    )
    data_keys_file: Path | None = Field(None, description="File that holds `data_keys`.")
    data_dir: Path = Field(
        default_factory=_data_directory,
        description="Where the PostgreSQL of the house and its secrets live.",
    )
    host: str = Field("127.0.0.1", description="Address to listen on.")
    port: int = Field(8000, description="Port to listen on.")
    workers: int = Field(1, ge=1, le=64, description="Service processes; one is enough for a town.")
    doors: tuple[str, ...] = Field(DOORS, description="Which doors this process opens.")
    public_url: str | None = Field(
        None, description="Address written into codes; default `http://localhost:PORT`."
    )
    currency_code: str = Field(
        "DLE", description="Code of the currency, also the name of its book."
    )
    currency_symbol: str = Field("Đ", description="Symbol shown after amounts.")
    currency_name: str = Field("Deûle", description="Name of the currency.")
    issuer_name: str = Field(
        "Association La Deûle (démonstration)", description="Legal name of the issuer."
    )
    issuer_siren: str = Field("000 000 000", description="SIREN of the issuer, shown on receipts.")
    issuer_rna: str = Field("W000000000", description="RNA number of the issuer.")
    issuer_address: str = Field(
        "1 place de la Démonstration, 59000 Lille", description="Registered seat of the issuer."
    )
    issuer_email: str = Field(
        "bonjour@deule.example", description="Where people write to: questions, complaints, data."
    )
    issuer_director: str = Field(
        "la présidence de l’association", description="Director of publication of the pages."
    )
    hosting_provider: str = Field(
        "cette machine (démonstration)", description="Who hosts the service: name and address."
    )
    custodian_name: str = Field(
        "Crédit Municipal (démonstration)",
        description="Credit institution that holds the euros behind the units.",
    )
    reserve_iban: str = Field(
        "FR76 3000 6000 0112 3456 7890 189",
        description="IBAN of the dedicated account, to which members transfer euros.",
    )
    exemption: Literal["L521-3", "L525-5"] = Field(
        "L521-3",
        description="Article of the monetary code under which the issuer is exempt, as agreed with"
        " the supervisor.",
    )
    smtp_host: str | None = Field(
        None, description="Mail server that sends letters; without it, they wait in the outbox."
    )
    smtp_port: int = Field(587, description="Port of the mail server.")
    smtp_security: Literal["starttls", "tls", "none"] = Field(
        "starttls",
        description="How the mail server is spoken to; `none` is for this machine alone.",
    )
    smtp_user: str | None = Field(None, description="Name at the mail server, if it asks for one.")
    smtp_password: SecretStr | None = Field(None, description="Password at the mail server.")
    smtp_password_file: Path | None = Field(None, description="File that holds `smtp_password`.")
    mail_from: str = Field(
        "ne-pas-repondre@deule.example", description="Address that letters come from."
    )
    request_minutes: int = Field(10, ge=1, le=60, description="Life of a single-use code.")
    location_key: int = Field(
        1,
        ge=1,
        description="Number of the key that signs printed codes; phones accept the one before too.",
    )
    launch_month: date | None = Field(
        None, description="A day of the first month of the launch, from which its months count."
    )
    session_hours: int = Field(12, ge=1, le=24 * 180, description="Life of a signed-in session.")
    demo: bool = Field(default=False, description="Demonstration town; set by `--demo` alone.")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Take arguments first, then the environment, then `mlc.toml` of the working directory."""
        toml = TomlConfigSettingsSource(settings_cls)
        return init_settings, env_settings, dotenv_settings, file_secret_settings, toml

    @model_validator(mode="after")
    def _read_secret_files(self) -> Self:
        for name in _SECRETS:
            path: Path | None = getattr(self, f"{name}_file")
            if path is not None and getattr(self, name) is None:
                setattr(self, name, SecretStr(path.read_text().strip()))
        return self

    @model_validator(mode="after")
    def _keep_letters_covered(self) -> Self:
        if self.smtp_security == "none" and self.smtp_host not in {None, "localhost", "127.0.0.1"}:
            raise ValueError("smtp_security = none is for a mail server on this machine alone")
        return self

    @property
    def base_url(self) -> str:
        """The address that codes lead to, without a slash at its end."""
        return (self.public_url or f"http://localhost:{self.port}").rstrip("/")
