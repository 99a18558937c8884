"""The sample company in WeCom: its ids and secrets, its members and departments."""

from pydantic import BaseModel, ConfigDict

CORP_ID = "wwlantern"
CORP_NAME = "灯笼科技"
AGENT_ID = "1000002"
APP_NAME = "一诺 Yinuo"
SECRET = "playground-secret-of-the-app"  # noqa: S105 - opens nothing but the playground
TOKEN = "playgroundtoken"  # noqa: S105
ENCODING_AES_KEY = "LanternPlaygroundEncodingAesKey000000000000"


class CorpDepartment(BaseModel):
    """A department of the address book."""

    model_config = ConfigDict(frozen=True)

    id: int
    name: str
    parent: int = 1


class Member(BaseModel):
    """Somebody of the address book whom the app may see."""

    model_config = ConfigDict(frozen=True)

    id: str
    name: str
    title: str
    department: int
    leads: bool = False
    leader: str = ""
    color: str

    @property
    def initials(self) -> str:
        latin = [word[0] for word in self.name.split() if word[0].isascii()]
        return "".join(latin)[:2].upper() or self.name[-2:]


DEPARTMENTS: tuple[CorpDepartment, ...] = (
    CorpDepartment(id=1, name=CORP_NAME, parent=0),
    CorpDepartment(id=2, name="信息技术部"),
    CorpDepartment(id=3, name="人力资源部"),
    CorpDepartment(id=4, name="行政部"),
    CorpDepartment(id=5, name="财务部"),
    CorpDepartment(id=6, name="销售部"),
    CorpDepartment(id=7, name="市场部"),
    CorpDepartment(id=8, name="仓库"),
)

MEMBERS: tuple[Member, ...] = tuple(
    Member(id=id_, name=name, title=title, department=department, leads=leads, leader=leader, color=color)
    for id_, name, title, department, leads, leader, color in (
        ("linna", "林娜", "信息技术部主管", 2, True, "maria", "7a4fb0"),
        ("ben", "Ben Okoro", "IT 支持", 2, False, "linna", "3563b5"),
        ("chenjing", "陈静", "销售部", 6, False, "maria", "2f7d6b"),
        ("zhaomin", "赵敏", "人力资源", 3, False, "priya", "8a7a1c"),
        ("priya", "Priya Nair", "人力资源主管", 3, True, "maria", "b5651d"),
        ("wanglei", "王磊", "行政后勤", 4, False, "grace", "3b7d2c"),
        ("sunli", "孙丽", "行政专员", 4, False, "grace", "a0522d"),
        ("liuyang", "刘洋", "仓库", 8, False, "maria", "55708a"),
        ("grace", "Grace Kim", "行政部主管", 4, True, "maria", "a2447f"),
        ("tom", "Tom Berg", "财务主管", 5, True, "maria", "4a6670"),
        ("maria", "Maria Rossi", "首席运营官", 1, True, "", "9c3b3b"),
        ("ana", "Ana Silva", "市场部", 7, False, "maria", "b3475e"),
    )
)
ENGLISH_TITLES = {"sunli": "Facilities", "liuyang": "Warehouse"}  # of those whom Slack does not know
