"""Made-up articles, the same ones for the same number: a third each in English-like words, in Simplified and in Traditional Chinese,
with vocabularies by Zipf's law. usage: articles.py NUMBER"""
import json
import random
import sys

SIMPLIFIED = "订单货账话号码时间问题设备电脑网络无线连续费用价钱优惠劵买卖质量检测维修换退还寄递达预约现场客户们应该请见说开关机门诊断线书写记录长东车马鸟龙风飞点发"
TRADITIONAL = "訂單貨賬話號碼時間問題設備電腦網絡無線連續費用價錢優惠劵買賣質量檢測維修換退還寄遞達預約現場客戶們應該請見說開關機門診斷線書寫記錄長東車馬鳥龍風飛點發"
TO_TRADITIONAL = str.maketrans(SIMPLIFIED, TRADITIONAL)
CATEGORIES = [f"{top}/{below}" for top in ("billing", "orders", "delivery", "devices", "account", "warranty", "stores", "cloud")
              for below in ("first steps", "problems", "prices", "changes")]


class Words:
    """A vocabulary with frequencies that fall as 1/rank."""

    def __init__(self, words):
        self.words = words
        self.sums, total = [], 0.0
        for rank in range(len(words)):
            total += 1 / (rank + 3)
            self.sums.append(total)

    def some(self, draw, number):
        return draw.choices(self.words, cum_weights=self.sums, k=number)


def latin(draw, number):
    heads = "b bl c ch d dr f fl g gr h j k l m n p pl qu r s sh st t tr v w".split()
    middles = "a e i o u ai ea ou".split()
    ends = "n r l t st nd m ck p s ng rd".split()
    words = {"refund": 0, "order": 0, "invoice": 0, "router": 0, "password": 0, "delivery": 0, "battery": 0}
    while len(words) < number:
        word = "".join(draw.choice(heads) + draw.choice(middles) for _ in range(draw.randint(1, 3))) + draw.choice(ends)
        words.setdefault(word, 0)
    return list(words)


def han(draw, number):
    characters = [bytes((high, low)).decode("gb2312") for high in range(0xB0, 0xD8) for low in range(0xA1, 0xFA)]
    draw.shuffle(characters)
    characters = characters[:2600]
    common = Words(characters)
    words = {"退款": 0, "订单": 0, "发票": 0, "密码": 0, "路由器": 0, "电池": 0}
    while len(words) < number:
        words.setdefault("".join(common.some(draw, draw.choice((1, 2, 2, 2, 3)))), 0)
    return list(words)


def make(number, seed=8):
    draw = random.Random(seed)
    english, chinese = Words(latin(draw, 9000)), Words(han(draw, 9000))
    for i in range(number):
        way = i % 3
        if way == 0:
            title = " ".join(["How", "do", "I", *english.some(draw, draw.randint(3, 7))]) + "?"
            body = "\n\n".join(" ".join(english.some(draw, draw.randint(20, 60))).capitalize() + "." for _ in range(draw.randint(1, 4)))
            phrasings = [" ".join(english.some(draw, draw.randint(3, 6))) for _ in range(draw.randint(0, 3))]
        else:
            title = "怎么" + "".join(chinese.some(draw, draw.randint(3, 7))) + "？"
            body = "\n\n".join("，".join("".join(chinese.some(draw, draw.randint(3, 7))) for _ in range(draw.randint(3, 8))) + "。"
                               for _ in range(draw.randint(1, 4)))
            phrasings = ["".join(chinese.some(draw, draw.randint(3, 6))) for _ in range(draw.randint(0, 3))]
            if way == 2:
                title, body, phrasings = (title.translate(TO_TRADITIONAL), body.translate(TO_TRADITIONAL),
                                          [p.translate(TO_TRADITIONAL) for p in phrasings])
        yield {"id": f"A{i:05}", "question": title, "phrasings": phrasings, "answer": body, "category": CATEGORIES[i * 7 % len(CATEGORIES)],
               "language": ("en", "zh-Hans", "zh-Hant")[way], "audience": "public"}


if __name__ == "__main__":
    for article in make(int(sys.argv[1])):
        print(json.dumps(article, ensure_ascii=False))
