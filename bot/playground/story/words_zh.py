"""What people say in the stories, in Chinese: in IT, in Facilities, and what is said anywhere."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

IT: Mapping[str, str] = MappingProxyType(
    {
        "password": "请帮我重置密码",
        "laptop": "我想换电脑，现在这台开机要十分钟",
        "purpose": "剪辑春季活动的视频，还有开会",
        "what": "一台 14 寸 MacBook Pro，文件都转好，开机就能用",
        "beyond": "到您工位上帮忙设置半小时",
        "needs": "旧电脑借我们一晚",
        "delivered": "新电脑已放到您桌上，文件都在",
        "reason": "供应商晚两天发货",
        "vpn": "在家连不上 VPN",
        "vpn_done": "已安装新的 VPN 配置",
        "missing": "能连上了，可是一分钟就断",
        "vpn_again": "换了证书，连了一个小时都没有断",
        "ask": "您想用哪种系统？",
        "system": "用 Mac 吧",
        "answers": "purpose=purpose reason=slow",
        "always": "",
        "printer": "二楼的打印机印出来全是条纹",
        "went_wrong": "说是办好了，其实没有人来过。当着客户的面废了四十页纸",
        "matters": "周四开会之前，有人来试印一次",
        "restated": "告诉您办好了，其实没有人来过；周四之前一定要能用",
        "apology": "对不起。我们没有看就说办好了，让您在客户面前为难。这件事我亲自跟到底",
        "fault": "三楼的无线网全断了",
        "fault_too": "从早上起一开会就断，无线网不稳",
        "fault_done": "换了接入点，已稳定一个小时",
        "handing": "更新以后邮箱打不开了",
        "handing_why": "邮件服务器您比我熟得多，能接过去吗？",
        "handing_done": "邮箱能打开了，邮件都在",
        "while_away": "发通讯用的软件从周一起打不开了",
        "while_away_done": "重新装好了，能打开了",
        "costly": "给视频组配一台电脑，要能剪 4K",
        "costly_what": "一台 64 GB 内存的工作站，加第二块屏幕",
        "cost": "18000",
        "costly_done": "工作站已放到剪辑室",
    }
)
ROOMS: Mapping[str, str] = MappingProxyType(
    {
        "password": "三楼洗手间漏水了",
        "laptop": "想换个工位，下午太阳一直晃眼睛",
        "purpose": "三楼南窗边 12 号工位",
        "what": "北侧 20 号工位，柜子和台灯都帮您搬好",
        "beyond": "趁您午饭的时候搬完",
        "needs": "中午前请把柜子的锁打开",
        "delivered": "20 号工位已经收拾好，东西都在",
        "reason": "隔板要先请木工改短一点",
        "vpn": "“莲花”会议室空调太冷",
        "vpn_done": "已调到 25 度",
        "missing": "暖和些了，可是还对着人吹",
        "vpn_again": "把出风口转向墙那边了",
        "ask": "哪几个座位最冷？",
        "system": "靠门的两个",
        "answers": "place=purpose kind=desk",
        "always": "place=purpose",
        "printer": "“牡丹”会议室的空调往桌上滴水",
        "went_wrong": "说是办好了，其实还在滴。和客户开到一半只好换房间",
        "matters": "周四开会之前，有人来看一看",
        "restated": "告诉您办好了，其实还在滴水；周四之前一定要修好",
        "apology": "对不起。我们没有看就说办好了，让您和客户开到一半换房间。这件事我亲自跟到底",
        "fault": "四楼的暖气不热",
        "fault_too": "四楼太冷了，手都伸不出来",
        "fault_done": "阀门卡住了，已修好，慢慢暖起来了",
        "handing": "停车场的道闸不认我的车牌了",
        "handing_why": "这一周我都在另一个园区，您能接过去吗？",
        "handing_done": "车牌重新录好，道闸能开了",
        "while_away": "我的椅子一动就响",
        "while_away_done": "给您换了一把椅子",
        "costly": "想换一张能升降的桌子，腰不太好",
        "costly_what": "一张能记住高度的升降桌",
        "cost": "3200",
        "costly_done": "桌子装好了，按第二个键试试",
    }
)
ANYWHERE: Mapping[str, str] = MappingProxyType(
    {
        "complaint_answers": "happened=happened",
        "complaint": "我想投诉：电话里对我说话的态度",
        "happened": "我问了两遍，对方笑我。现在都不敢再打过去了",
        "heard": "谢谢您告诉我。您想当面聊，还是在这里说？",
        "here": "就在这里说吧",
        "complaint_done": "我和在场的人都谈过了，他们明白了，以后不会这样",
    }
)
