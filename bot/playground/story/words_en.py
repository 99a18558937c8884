"""What people say in the stories, in English: in IT, in Facilities, and what is said anywhere."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

IT: Mapping[str, str] = MappingProxyType(
    {
        "password": "please reset my password",
        "laptop": "new laptop for me, mine takes ten minutes to start",
        "purpose": "Video editing for the spring campaign, and calls",
        "what": "A MacBook Pro 14 with your files moved over, ready to use",
        "beyond": "A half-hour set-up session at your desk",
        "needs": "Your old laptop for one evening",
        "delivered": "The new laptop is on your desk, with all your files",
        "reason": "The supplier ships two days late",
        "vpn": "vpn does not connect from home",
        "vpn_done": "New VPN profile installed",
        "missing": "It connects now, but drops after a minute",
        "vpn_again": "Replaced the certificate, it stayed up for an hour",
        "ask": "Which system would you like?",
        "system": "A Mac, please",
        "answers": "purpose=purpose reason=slow",
        "always": "",
        "printer": "the printer on the second floor prints nothing but stripes",
        "went_wrong": "It was called done, and nobody had come by. Forty spoiled pages, in front of a customer",
        "matters": "That somebody tries it out before the next meeting on Thursday",
        "restated": "You were told it was done and nobody had been there. It has to print by Thursday",
        "apology": "I am sorry. We called it done without looking, and you stood there in front of a customer",
        "fault": "wifi is down on the whole third floor",
        "fault_too": "wi-fi drops in every call since this morning",
        "fault_done": "Replaced the access point, it has held for an hour",
        "handing": "my email does not open since the update",
        "handing_why": "You know the mail server far better than I do. Could you?",
        "handing_done": "Your mailbox opens again, nothing was lost",
        "while_away": "the newsletter software does not open since Monday",
        "while_away_done": "Installed anew, it opens again",
        "costly": "a laptop for our film team, strong enough for 4K",
        "costly_what": "A workstation with 64 GB, and a second screen",
        "cost": "18000",
        "costly_done": "The workstation stands in the film room",
    }
)
ROOMS: Mapping[str, str] = MappingProxyType(
    {
        "password": "the toilet on the third floor is leaking",
        "laptop": "I need another desk, the sun blinds me all afternoon",
        "purpose": "Third floor, desk 12 by the south window",
        "what": "Desk 20 on the north side, with your drawers and your lamp",
        "beyond": "We move everything while you are at lunch",
        "needs": "Your drawers unlocked by noon",
        "delivered": "Desk 20 is yours, everything stands there",
        "reason": "The carpenter has to shorten the shelf first",
        "vpn": "the air conditioning in room Lotus is too cold",
        "vpn_done": "Set to 25 degrees",
        "missing": "Warmer now, but it blows straight at us",
        "vpn_again": "Turned the outlet towards the wall",
        "ask": "Which seats are the coldest?",
        "system": "The two by the door",
        "answers": "place=purpose kind=desk",
        "always": "place=purpose",
        "printer": "the air conditioning in room Peony drips on the table",
        "went_wrong": "It was called done, and it still drips. We moved in the middle of a meeting with a customer",
        "matters": "That somebody looks at it before the next meeting on Thursday",
        "restated": "You were told it was done and it still drips. It has to be dry by Thursday",
        "apology": "I am sorry. We called it done without looking, and you had to move with a customer",
        "fault": "the heating on the fourth floor is off",
        "fault_too": "it is too cold on the fourth floor",
        "fault_done": "A valve was stuck, it is warm again",
        "handing": "the parking barrier does not open for me any more",
        "handing_why": "I am at the other site all week. Could you?",
        "handing_done": "Your plate is in again, the barrier opens",
        "while_away": "my chair creaks all day",
        "while_away_done": "Another chair stands at your desk",
        "costly": "a desk I can stand at, my back hurts",
        "costly_what": "A standing desk that remembers your height",
        "cost": "3200",
        "costly_done": "The desk is set up, try the second button",
    }
)
ANYWHERE: Mapping[str, str] = MappingProxyType(
    {
        "complaint_answers": "happened=happened",
        "complaint": "I want to complain about how I was spoken to on the phone",
        "happened": "I asked twice, and was laughed at. I don't like to call there any more",
        "heard": "Thank you for telling me. Would you rather talk in person, or here?",
        "here": "Here, please",
        "complaint_done": "I have talked with everybody who was there. They know how it was, and it stops",
    }
)
