"""The address book as the app may read it: members, departments, and who a sign-in code stands for."""

from bot.playground.shapes import LooseJson
from bot.playground.wecom import cast
from bot.playground.wecom.corp import Corp
from bot.playground.wecom.sending import Call
from bot.playground.wecom.shapes import (
    NO_SUCH_DEPARTMENT,
    WRONG_AGENT,
    WRONG_ARGUMENT,
    WecomError,
)

ACTIVE, DISABLED = 1, 2


def user(corp: Corp, call: Call) -> LooseJson:
    """No language, no timezone, no address. https://developer.work.weixin.qq.com/document/path/90196"""
    member = corp.member(call.query.get("userid", ""))
    status = DISABLED if corp.gone.get(member.id) == "disabled" else ACTIVE
    return {
        "userid": member.id,
        "name": member.name,
        "department": [member.department],
        "main_department": member.department,
        "order": [0],
        "position": member.title,
        "is_leader_in_dept": [1 if member.leads else 0],
        "direct_leader": [member.leader] if member.leader else [],
        "status": status,
        "isleader": 1 if member.leads else 0,
        "enable": 1 if status == ACTIVE else 0,
        "hide_mobile": 0,
        "telephone": "",
        "alias": "",
        "extattr": {"attrs": []},
    }


def simple_users(corp: Corp, call: Call) -> LooseJson:
    """https://developer.work.weixin.qq.com/document/path/90200"""
    wanted = _department(call.query.get("department_id", ""))
    members = [one for one in corp.members() if one.department == wanted.id]
    rows = [
        {"userid": one.id, "name": one.name, "department": [one.department], "open_userid": ""}
        for one in members
    ]
    return {"userlist": rows}


def simple_departments(_corp: Corp, call: Call) -> LooseJson:
    """https://developer.work.weixin.qq.com/document/path/95350"""
    top = _department(call.query["id"]) if call.query.get("id") else cast.DEPARTMENTS[0]
    below = [one for one in cast.DEPARTMENTS if top.id in (one.id, one.parent)]
    return {"department_id": [{"id": one.id, "parentid": one.parent, "order": one.id} for one in below]}


def department(_corp: Corp, call: Call) -> LooseJson:
    """https://developer.work.weixin.qq.com/document/path/95351"""
    found = _department(call.query.get("id", ""))
    leaders = [one.id for one in cast.MEMBERS if one.leads and one.department == found.id]
    row = {"id": found.id, "name": found.name, "name_en": "", "parentid": found.parent, "order": found.id}
    return {"department": {**row, "department_leader": leaders}}


def signed_in(corp: Corp, call: Call) -> LooseJson:
    """https://developer.work.weixin.qq.com/document/path/91023"""
    return {"userid": corp.tickets.signed_in(call.query.get("code"))}


def agent(corp: Corp, call: Call) -> LooseJson:
    """https://developer.work.weixin.qq.com/document/path/90227"""
    if call.query.get("agentid") != cast.AGENT_ID:
        raise WecomError(WRONG_AGENT)
    return {
        "agentid": int(cast.AGENT_ID),
        "name": cast.APP_NAME,
        "square_logo_url": "",
        "description": "部门之间的请求，从提出到满意地结束",
        "allow_userinfos": {"user": [{"userid": one.id} for one in corp.members()]},
        "allow_partys": {"partyid": [1]},
        "close": 0,
        "redirect_domain": "",
        "report_location_flag": 0,
        "isreportenter": 0,
        "home_url": "",
    }


def callback_addresses(_corp: Corp, _call: Call) -> LooseJson:
    """https://developer.work.weixin.qq.com/document/path/90930"""
    return {"ip_list": ["127.0.0.1"]}


def _department(id_: str) -> cast.CorpDepartment:
    if not id_.isdigit():
        raise WecomError(WRONG_ARGUMENT, "department id")
    found = next((one for one in cast.DEPARTMENTS if one.id == int(id_)), None)
    if found is None:
        raise WecomError(NO_SUCH_DEPARTMENT, id_)
    return found
