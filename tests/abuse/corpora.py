"""What is typed to break forms; every injection bears `CANARY`, which no log may hold."""

from __future__ import annotations

CANARY = "zqxcanary"
PRODUCT = "1787569"
"""1337 times 1337: a template that runs what was typed prints it."""

INJECTIONS = [
    f"<xss id={CANARY}>",
    f"<script>{CANARY}()</script>",
    f"\"><xss onxss='{CANARY}'>",
    f"'><img src=x onerror={CANARY}()>",
    f'" onfocus="{CANARY}()" autofocus x="',
    f"</textarea></title></option><iframe src=//{CANARY}.example>",
    f"<!--{CANARY}",
    f"]]><![CDATA[{CANARY}",
    f"javascript:{CANARY}()//",
    f"<svg/onload={CANARY}()>",
    f"&lt;xss {CANARY}&gt;&#60;xss&#62;",
    f"{{{{1337*1337}}}} {CANARY}",
    f"{{% for x in [1] %}}{{{{1337*1337}}}}{{% endfor %}} {CANARY}",
    f"${{1337*1337}} #{{1337*1337}} <%=1337*1337%> {CANARY}",
    f"{{{{ config.SECRET_KEY }}}} {{{{ cycler.__init__.__globals__ }}}} {CANARY}",
    f"{{a}} {{pairs}} {{answer:phq9}} {{0.__class__}} {CANARY}",
    f"%(most)s %s %d %n %x {CANARY}",
    f"{CANARY}\r\nX-Evil: 1\r\n\r\n<xss>",
    f"{CANARY}\nINFO screener.web POST /f/send 303",
    f"%0d%0aSet-Cookie: evil={CANARY}",
    f"(\\) Tj ET endstream endobj /JS ({CANARY}) /Launch",
    f"@import url(//{CANARY}.example); }} * {{ color: red",
    f"' OR '1'='1' -- {CANARY}",
    f"'; DROP TABLE visits; -- {CANARY}",
    f"!!python/object/apply:os.system ['{CANARY}']",
    f"&a [*a, {CANARY}: {{yes: no}}] # |",
    f"../../../etc/passwd %2e%2e%2f {CANARY}",
    f"..\\..\\{CANARY} file:///etc/passwd C:\\nul",
    f"=HYPERLINK(1) +1+1 @SUM(1) {CANARY}",
    f"$({CANARY}) `{CANARY}` | {CANARY} ; {CANARY} &",
    f'{{"__proto__": {{"x": "{CANARY}"}}}}',
]

VERBATIM = [
    "Zoë O’Neil-Ångström",
    "👩🏽‍⚕️🏴󠁧󠁢󠁥󠁮󠁧󠁿🇺🇳 ✊🏿",
    "محمد عبد الله ١٢٣",
    "שָׁרָה כֹּהֵן",
    "ภาษาไทย हिन्दी 中文 日本語 한국어",
    "Z̷̢͔̈́ä̴́͝l̸͕̽g̶̼̈́o" + "\u0300" * 40,
    "a\u200bb\u200cc\u200dd\u2060e\u00adf",
    "\u200eleft\u200f right\u061c",
    "e\u0301 is not \u00e9, ﬁ is not fi, Å is not Å",
    "\u00a0\u2003inside\u3000spaces\u00a0.",
    "\ufffd \ufffe \uffff \ufdd0 \U0010ffff",
    "\U000e0041\U000e0042 \ue000 private",
    "w" * 200,
    "１２３ ½ ² Ⅷ 𝟘",
    "null undefined NaN None true false 0 -1 1e9 \\0 \\n",
    'Robert\'); & <b>bold</b> "quoted" &amp; &#39;',
]
"""What is stored and printed sign by sign."""

CLEANED = [
    ("\x00nul\x07bell\x1b[31mred", "nulbell[31mred"),
    ("\x80\x9bC1", "C1"),
    ("\u202egnp.exe\u202c", "gnp.exe"),
    ("\u202ax\u202by\u202dz", "xyz"),
    ("\u2066iso\u2067la\u2068ted\u2069", "isolated"),
    ("\ufeffmark\u2028line\u2029end", "marklineend"),
]
"""What loses the signs that control or turn, with a notice."""

NAUGHTY = [*INJECTIONS, *VERBATIM, *(typed for typed, _kept in CLEANED)]
