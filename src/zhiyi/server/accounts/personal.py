"""What is kept about a person: each personal field with its purpose, legal basis, retention and readers.

Purposes and the rest are texts (`account.personal.<field>.…`); the profile page shows them to the person concerned.
Legal basis is the Personal Information Protection Law of the PRC (个人信息保护法), by article.
"""

from __future__ import annotations

from dataclasses import dataclass

from zhiyi.kernel.messages import Message


@dataclass(frozen=True, slots=True)
class PersonalField:
    """One personal field.

    Attributes:
        model: Model and field that hold it, `<model>.<field>`.
        code: Code under which its texts stand.
        article: Article of the law that allows keeping it.
    """

    model: str
    code: str
    article: str

    @property
    def name(self) -> Message:
        """What it is."""
        return Message(f"account.personal.{self.code}.name")

    @property
    def purpose(self) -> Message:
        """What it is kept for."""
        return Message(f"account.personal.{self.code}.purpose")

    @property
    def basis(self) -> Message:
        """What allows keeping it."""
        return Message("account.personal.basis", article=self.article)

    @property
    def retention(self) -> Message:
        """How long it is kept."""
        return Message(f"account.personal.{self.code}.retention")

    @property
    def readers(self) -> Message:
        """Who sees it."""
        return Message(f"account.personal.{self.code}.readers")


STATUTORY_DUTY = "13(1)(3)"

FIELDS: tuple[PersonalField, ...] = (
    PersonalField("accounts.Person.username", "username", STATUTORY_DUTY),
    PersonalField("accounts.Person.name", "person_name", STATUTORY_DUTY),
    PersonalField("accounts.Person.password", "password", STATUTORY_DUTY),
    PersonalField("accounts.Person.language", "language", STATUTORY_DUTY),
    PersonalField("accounts.Person.last_login", "last_login", STATUTORY_DUTY),
    PersonalField("otp_totp.TOTPDevice.key", "factor", STATUTORY_DUTY),
    PersonalField("axes.AccessAttempt.ip_address", "failures", STATUTORY_DUTY),
    PersonalField("audit.AuditEvent.actor_person", "events", STATUTORY_DUTY),
    PersonalField("audit.PersonalText.text", "texts", STATUTORY_DUTY),
)
