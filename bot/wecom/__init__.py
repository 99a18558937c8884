"""WeCom (企业微信): sealed callbacks in, template cards out, for one self-built app (自建应用).

May be imported by `bot.playground` and `app`.
"""
