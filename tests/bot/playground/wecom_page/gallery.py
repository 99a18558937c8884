"""Every kind of template card, once each and at their limits: long Chinese, emoji, right-to-left words.

Fields: https://developer.work.weixin.qq.com/document/path/90236
"""

from bot.playground.shapes import LooseJson

BOT = "https://bot.example"
SOURCE = {"desc": "一诺 Yinuo", "desc_color": 0}
LONG = "会议室投影仪坏了三天，下午两点客户来访前务必修好并请提前十分钟调试音响和麦克风"
RTL = "طلب جديد من قسم التسويق"


def opens(path: str) -> LooseJson:
    return {"type": 1, "url": f"{BOT}{path}"}


NOTICE: LooseJson = {
    "card_type": "text_notice",
    "task_id": "notice",
    "source": SOURCE,
    "main_title": {"title": "#118 给新同事开通邮箱", "desc": "信息技术部 · 林娜负责"},
    "emphasis_content": {"title": "明天 18:00", "desc": "承诺完成时间"},
    "quote_area": {
        "type": 1,
        "url": f"{BOT}/r/118",
        "title": "陈静",
        "quote_text": "周一报到，需要邮箱和门禁。",
    },
    "sub_title_text": "一切按计划进行，有变化我会告诉你。",
    "horizontal_content_list": [
        {"keyname": "提出人", "type": 3, "value": "陈静", "userid": "ChenJing"},
        {"keyname": "状态", "value": "已承诺"},
        {"keyname": "详情", "type": 1, "value": "打开请求", "url": f"{BOT}/r/118"},
    ],
    "jump_list": [
        {"type": 1, "title": "查看全部往来", "url": f"{BOT}/r/118"},
        {"type": 0, "title": "只是一行字"},
    ],
    "card_action": opens("/r/118"),
}
NEWS: LooseJson = {
    "card_type": "news_notice",
    "task_id": "news",
    "source": {"desc": "一诺 Yinuo", "desc_color": 3},
    "main_title": {"title": "本周小结", "desc": "十二件事办成了，一件在路上"},
    "card_image": {"url": "https://images.example/week.png", "aspect_ratio": 2.25},
    "image_text_area": {
        "type": 1,
        "url": f"{BOT}/mine",
        "title": "办得最快的一件",
        "desc": "十五分钟，重置密码",
        "image_url": "https://images.example/fast.png",
    },
    "vertical_content_list": [{"title": "在路上", "desc": "会议室的新屏幕，周五到货"}],
    "action_menu": {
        "desc": "这类提醒",
        "action_list": [{"text": "以后不用提醒", "key": "mute"}, {"text": "晚点再提醒", "key": "snooze"}],
    },
    "card_action": opens("/mine"),
}
BUTTONS: LooseJson = {
    "card_type": "button_interaction",
    "task_id": "buttons",
    "source": SOURCE,
    "main_title": {"title": "#119 我要换电脑", "desc": "陈静（销售部）· 刚刚"},
    "quote_area": {"quote_text": "现在这台开两个表格就卡住了 😵‍💫"},
    "sub_title_text": "补充几句，信息技术部就能更快动手。",
    "horizontal_content_list": [{"keyname": "希望时间", "value": "下周五前"}],
    "button_list": [
        {"text": "接受", "style": 1, "key": "accept 119:1"},
        {"text": "商量一下", "style": 2, "key": "counter 119:1"},
        {"text": "不需要了", "style": 3, "key": "withdraw 119:1"},
        {"text": "以后再说", "style": 4, "key": "later 119:1"},
        {"text": "更多", "style": 4, "type": 1, "url": f"{BOT}/r/119"},
    ],
    "card_action": opens("/r/119"),
}
SELECTION: LooseJson = {
    "card_type": "button_interaction",
    "task_id": "selection",
    "main_title": {"title": LONG, "desc": f"{LONG}{LONG}"},
    "sub_title_text": f"第一行：{LONG}\n第二行：pneumonoultramicroscopicsilicovolcanoconiosis_und_noch_länger 🧯🧑🏽‍🔧",
    "horizontal_content_list": [
        {"keyname": "非常长的栏目名称放不下", "value": f"{LONG}{LONG}"},
        {"keyname": "链接", "type": 1, "value": LONG, "url": f"{BOT}/r/120"},
    ],
    "button_selection": {
        "question_key": "who",
        "title": "交给谁",
        "option_list": [{"id": "none", "text": "请选择"}, {"id": "linna", "text": "林娜（信息技术部主管）"}],
        "selected_id": "none",
    },
    "button_list": [{"text": "就这样交给这位同事处理并通知他", "style": 1, "key": "assign 120"}],
}
VOTE_ONE: LooseJson = {
    "card_type": "vote_interaction",
    "task_id": "vote-one",
    "source": {"desc": "一诺 Yinuo · 满意度", "desc_color": 2},
    "main_title": {"title": "#118 解决了吗？", "desc": "一个点击就好"},
    "checkbox": {
        "question_key": "poll",
        "mode": 0,
        "option_list": [
            {"id": "yes", "text": "解决了 🎉"},
            {"id": "partly", "text": "部分解决"},
            {"id": "no", "text": "还没有"},
        ],
    },
    "submit_button": {"text": "提交", "key": "poll 118:1"},
}
VOTE_MANY: LooseJson = {
    "card_type": "vote_interaction",
    "task_id": "vote-many",
    "main_title": {"title": "哪些时间你方便？"},
    "checkbox": {
        "question_key": "when",
        "mode": 1,
        "option_list": [
            {"id": "mon", "text": "周一上午", "is_checked": True},
            {"id": "tue", "text": "周二下午"},
            {"id": "long", "text": LONG},
        ],
    },
    "submit_button": {"text": "选好了", "key": "when 121"},
}
MULTIPLE: LooseJson = {
    "card_type": "multiple_interaction",
    "task_id": "multiple",
    "source": SOURCE,
    "main_title": {"title": "请假设置", "desc": "你不在时，由谁接手"},
    "select_list": [
        {
            "question_key": "stand-in",
            "title": "接手人",
            "selected_id": "none",
            "option_list": [
                {"id": "none", "text": "请选择"},
                {"id": "ben", "text": "Ben Okoro"},
                {"id": "linna", "text": "林娜"},
            ],
        },
        {
            "question_key": "until",
            "title": "到哪天",
            "option_list": [{"id": "fri", "text": "本周五"}, {"id": "next", "text": "下周五"}],
        },
    ],
    "submit_button": {"text": "保存", "key": "away linna"},
}
REPLACED: LooseJson = {**BUTTONS, "task_id": "replaced", "disabled": True, "replaced": "已接受"}
UPDATED: LooseJson = {**VOTE_ONE, "task_id": "updated", "replace_text": "已提交，谢谢！"}
UPDATED["checkbox"] = {**VOTE_ONE["checkbox"], "disable": True}
ONLY_WORDS: LooseJson = {
    "card_type": "text_notice",
    "task_id": "words",
    "sub_title_text": RTL,
    "card_action": opens("/r/122"),
}
CARDS = (NOTICE, NEWS, BUTTONS, SELECTION, VOTE_ONE, VOTE_MANY, MULTIPLE, REPLACED, UPDATED, ONLY_WORDS)

TEXTS = (
    "已转给 林娜（#118）",
    f'看看全部往来：<a href="{BOT}/r/118">#118 给新同事开通邮箱</a>\n也可以直接打开 {BOT}/mine 。',
    "<img src=x onerror=alert(1)> & <b>不是标记</b> 😀👩🏽‍💻",
    RTL,
    f"{LONG}。{LONG}。",
)
