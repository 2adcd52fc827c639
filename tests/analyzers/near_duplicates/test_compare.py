"""Which texts are near duplicates; the sentences are written for these tests."""

from __future__ import annotations

from random import Random

import pytest

from timtin.analyzers.near_duplicates.compare import Similarity, similarity
from timtin.analyzers.near_duplicates.signature import Signature, read_signature, signature
from timtin.analyzers.tokenization.tokens import token_texts

TITLE = "Xã Hòa Bình khánh thành cầu dân sinh"
BODY = """Sáng 05/3/2024, UBND xã Hòa Bình tổ chức lễ khánh thành cây cầu bắc qua rạch Ông Đốc, dài 42 m, rộng 3,5 m.
Ông Trần Văn Lợi, Chủ tịch UBND xã, cho biết 118 hộ dân đã góp 67 triệu đồng và hơn 300 ngày công, phần còn lại do
Mặt trận Tổ quốc huyện vận động. Trước đây học sinh ấp Bình Đông phải đi vòng gần 4 km để đến trường.
Bà Lê Thị Thúy, 63 tuổi, nhà ở ngay chân cầu, kể rằng mùa mưa năm ngoái xuồng chở lúa của gia đình bà chìm hai lần.
Nay xe ba gác chạy thẳng vào ruộng, thương lái trả thêm 200 đồng mỗi ký vì đỡ công bốc vác.
Dịp này, đoàn thanh niên xã trồng 150 cây dừa hai bên đường dẫn và nhận chăm sóc cho đến khi cây bén rễ."""
LINES = BODY.splitlines()

WEATHER = """Dự báo thời tiết ngày {} tháng {}: phía Tây Bắc Bộ có mây, đêm và sáng có mưa vài nơi, trưa chiều giảm mây
hửng nắng, gió nhẹ, nhiệt độ thấp nhất từ {} đến {} độ, cao nhất từ {} đến {} độ, có nơi trên {} độ. Phía Đông Bắc Bộ
nhiều mây, có mưa nhỏ rải rác, trời rét, nhiệt độ từ {} đến {} độ. Thanh Hóa đến Thừa Thiên Huế có mưa vài nơi, gió
đông bắc cấp {} đến cấp {}, nhiệt độ từ {} đến {} độ. Nam Bộ ngày nắng, nhiệt độ cao nhất {} độ."""
NOTICE = """Ủy ban nhân dân xã thông báo về việc mất giấy chứng nhận quyền sử dụng đất. Ông {} thường trú tại {} có đơn
trình báo làm mất giấy chứng nhận do {} cấp. Ai nhặt được hoặc biết thông tin về giấy chứng nhận nói trên xin báo về
bộ phận một cửa của xã trong thời hạn ba mươi ngày kể từ ngày niêm yết. Quá thời hạn trên, địa phương sẽ hoàn tất hồ
sơ, trình cơ quan có thẩm quyền cấp lại cho ông {} theo quy định của pháp luật đất đai hiện hành."""
FRAME = """Thực hiện kế hoạch công tác năm, dưới sự lãnh đạo của Đảng ủy, các ban ngành đoàn thể đã phối hợp triển khai
nhiều việc làm thiết thực, được nhân dân đồng tình ủng hộ."""
OTHER = """Tối 12/8, câu lạc bộ đờn ca tài tử ấp Phú Thạnh ra mắt với 25 thành viên, lớn tuổi nhất là nghệ nhân Bảy Sang
đã 79 tuổi. Nhạc cụ do Hội Khuyến học thị trấn Tân Trụ tặng, trị giá 18 triệu đồng. Mỗi tuần nhóm tập hai buổi ở nhà
văn hóa, ai muốn học chỉ cần đến ghi tên, không phải đóng tiền. Huyện hứa mời nhóm diễn mở màn hội xuân sắp tới."""


def sign(title: str, body: str) -> Signature:
    return read_signature(signature((token_texts(title), token_texts(body))))


def near_duplicates(one: Signature, other: Signature) -> bool:
    return similarity(one, other) is Similarity.NEAR_DUPLICATE


def weather(seed: int) -> str:
    random = Random(seed)
    return WEATHER.format(*(random.randint(8, 38) for _ in range(14)))


VARIANTS = [
    ("another headline", "Niềm vui bên chiếc cầu mới", BODY),
    ("the first half", TITLE, "\n".join(LINES[:3])),
    ("the first third, under another headline", "Cầu mới ở Hòa Bình", "\n".join(LINES[:2])),
    ("the end", "Chuyện ở ấp Bình Đông", "\n".join(LINES[2:])),
    (
        "a lead added",
        TITLE,
        "Ban biên tập xin giới thiệu bài viết của đơn vị bạn vừa gửi về cho trang.\n" + BODY,
    ),
    ("byline and source", TITLE, BODY + "\nTin, ảnh: Hoàng Oanh\nNguồn: Cổng thông tin huyện"),
    ("sentences dropped", TITLE, "\n".join((LINES[0], LINES[2], LINES[3], LINES[5]))),
    ("abbreviations written out", TITLE, BODY.replace("UBND", "Ủy ban nhân dân")),
    ("capitals", TITLE.upper(), BODY.upper()),
    ("no diacritics kept", TITLE, BODY.translate(str.maketrans("ăâêôơưđ", "aaeooud"))),
    ("paragraphs in another order", TITLE, "\n".join((*LINES[3:], *LINES[:3]))),
]
LOOK_ALIKES = [
    ("another text", ("Ra mắt câu lạc bộ", OTHER), (TITLE, BODY)),
    ("the same frame", (TITLE, FRAME + BODY + FRAME), ("Ra mắt câu lạc bộ", FRAME + OTHER + FRAME)),
    ("the same headline", (TITLE, BODY), (TITLE, OTHER)),
    ("the bulletin of another day", ("Dự báo thời tiết", weather(1)), ("Dự báo thời tiết", weather(2))),
    (
        "the same notice about another person",
        ("Thông báo", NOTICE.format("Nguyễn Văn Tư", "thôn Đông Hạ", "Sở Tài nguyên", "Nguyễn Văn Tư")),
        ("Thông báo", NOTICE.format("Lê Quang Bảy", "xóm Bãi Nổi", "huyện Kiến Xương", "Lê Quang Bảy")),
    ),
    (
        "another number in the headline",
        ("Lịch tiếp dân tuần 12", FRAME),
        ("Lịch tiếp dân tuần 13", FRAME),
    ),
    (
        "only the headline describes the attachment",
        (
            "Mời thầu sửa chữa trường mầm non Hoa Sen",
            "Nội dung chi tiết mời xem trong tệp đính kèm dưới đây của trang.",
        ),
        ("Kết quả xét tuyển viên chức ngành y", "Nội dung chi tiết mời xem trong tệp đính kèm dưới đây của trang."),
    ),
]


@pytest.mark.parametrize(("title", "body"), [row[1:] for row in VARIANTS], ids=[row[0] for row in VARIANTS])
def test_near_duplicates(title: str, body: str) -> None:
    original, variant = sign(TITLE, BODY), sign(title, body)
    assert near_duplicates(original, variant)
    assert near_duplicates(variant, original)


@pytest.mark.parametrize(("one", "other"), [row[1:] for row in LOOK_ALIKES], ids=[row[0] for row in LOOK_ALIKES])
def test_look_alikes(one: tuple[str, str], other: tuple[str, str]) -> None:
    assert not near_duplicates(sign(*one), sign(*other))
    assert not near_duplicates(sign(*other), sign(*one))


def test_a_bulletin_published_twice_is_a_near_duplicate() -> None:
    today = weather(1)
    assert near_duplicates(sign("Dự báo thời tiết", today), sign("Thời tiết hôm nay", "Theo đài tỉnh. " + today))


def test_long_texts_are_compared_by_samples() -> None:
    random = Random(5)
    words = [f"{random.choice('bcdghklmnrstvx')}{random.choice('aeiou')}{number % 97}" for number in range(6000)]
    whole = " ".join(words)
    assert near_duplicates(sign("", whole), sign("Khác", " ".join(words[:2500])))
    assert not near_duplicates(sign("", " ".join(words[:3000])), sign("", " ".join(words[2700:])))
