"""The sample company the playground opens with: people, channels, and the bot among them."""

from pydantic import BaseModel, ConfigDict

TEAM_ID = "T0LANTERN"
TEAM_NAME = "Lantern 灯笼"
TEAM_DOMAIN = "lantern"
APP_ID = "A0YINUO"
BOT_ID = "B0YINUO"
BOT_USER = "U0YINUO"
BOT_NAME = "Yinuo 一诺"
SLACKBOT = "USLACKBOT"


class Member(BaseModel):
    """Somebody of the sample company; `guest` people see only the channels they are in."""

    model_config = ConfigDict(frozen=True)

    id: str
    real_name: str
    title: str
    locale: str
    tz: str
    guest: bool = False
    color: str

    @property
    def name(self) -> str:
        return self.id.removeprefix("U0").lower()

    @property
    def dm(self) -> str:
        return dm_of(self.id)

    @property
    def initials(self) -> str:
        latin = [word[0] for word in self.real_name.split() if word[0].isascii()]
        return "".join(latin)[:2].upper() or self.real_name[:1]


class Room(BaseModel):
    """A channel as it is at the start."""

    model_config = ConfigDict(frozen=True)

    id: str
    name: str
    topic: str
    members: tuple[str, ...]


def dm_of(user: str) -> str:
    """The id of the bot's direct conversation with this person."""
    return "D0" + user.removeprefix("U0")


_SHANGHAI, _BERLIN = "Asia/Shanghai", "Europe/Berlin"

PEOPLE: tuple[Member, ...] = tuple(
    Member(id=id_, real_name=name, title=title, locale=locale, tz=tz, guest=guest, color=color)
    for id_, name, title, locale, tz, guest, color in (
        ("U0ANA", "Ana Silva", "Marketing", "en-US", _SHANGHAI, False, "b3475e"),
        ("U0CHEN", "陈静 Chen Jing", "Sales 销售", "zh-CN", _SHANGHAI, False, "2f7d6b"),
        ("U0BEN", "Ben Okoro", "IT support", "en-US", _SHANGHAI, False, "3563b5"),
        ("U0LIN", "林娜 Lin Na", "Head of IT 信息技术部主管", "zh-CN", _SHANGHAI, False, "7a4fb0"),
        ("U0PRIYA", "Priya Nair", "Head of People", "en-US", _SHANGHAI, False, "b5651d"),
        ("U0ZHAO", "赵敏 Zhao Min", "HR 人力资源", "zh-CN", _SHANGHAI, False, "8a7a1c"),
        ("U0WANG", "王磊 Wang Lei", "Facilities 行政后勤", "zh-CN", _SHANGHAI, False, "3b7d2c"),
        ("U0GRACE", "Grace Kim", "Head of Facilities", "en-US", _SHANGHAI, False, "a2447f"),
        ("U0TOM", "Tom Berg", "Head of Finance & purchasing", "en-GB", _BERLIN, False, "4a6670"),
        ("U0MARIA", "Maria Rossi", "COO", "en-US", _SHANGHAI, False, "9c3b3b"),
        ("U0DIEGO", "Diego Luna", "Guest from an agency", "en-US", _SHANGHAI, True, "6b6b6b"),
    )
)

_EVERYONE = tuple(person.id for person in PEOPLE)

ROOMS: tuple[Room, ...] = (
    Room(id="C0GENERAL", name="general", topic="Everyone 全员", members=_EVERYONE),
    Room(id="C0IT", name="it-help", topic="IT 信息技术部", members=("U0BEN", "U0LIN", "U0MARIA")),
    Room(id="C0HR", name="people-team", topic="People 人力资源部", members=("U0PRIYA", "U0ZHAO", "U0MARIA")),
    Room(id="C0FAC", name="facilities", topic="Facilities 行政", members=("U0WANG", "U0GRACE", "U0MARIA")),
    Room(id="C0BUY", name="purchasing", topic="Purchasing 采购", members=("U0TOM", "U0MARIA")),
)
