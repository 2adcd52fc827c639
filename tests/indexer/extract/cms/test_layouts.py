"""One article in the layouts of many templates, and the other pages of the same portals.

Parts have the names that portals' templates use, in several spellings; the boilerplate around is the same for all.
"""

# ruff: noqa: E501 - markup

from __future__ import annotations

from collections.abc import Callable

import pytest

from timtin.indexer.extract import extract
from timtin.indexer.page import Page, Rejected
from timtin.model import Article

TITLE = "Huyện Mường Lát sửa xong cầu treo bản Pù Ngùa"
LEAD = "Cầu treo nối hai bờ suối Sim được sửa xong sau bốn tháng, người dân không còn phải đi bè."
BODY = [
    "Cầu dài 82 mét, rộng 1,8 mét, chịu được xe máy và người gánh hàng qua lại.",
    "Tiền sửa cầu là 2,4 tỷ đồng từ quỹ bảo trì đường bộ của tỉnh.",
    "Trẻ em hai bản Pù Ngùa và Suối Lóng từ nay đi học không phải vòng bảy ki-lô-mét.",
]
PARAGRAPHS = "".join(f"<p>{line}</p>" for line in BODY)
AUTHOR = "Lò Văn Đôi"
NOTICE = "Ủy ban nhân dân xã tiếp nhận ý kiến của bà con vào các ngày làm việc trong tuần tại phòng tiếp dân."
STATE = "<input type=hidden name=__VIEWSTATE value=x>"
FORM = f"<form>{STATE}"
MENU = (
    "<ul>"
    + "".join(
        f"<li><a href='/m{i}'>Mục {n}</a></li>"
        for i, n in enumerate(
            [
                "Trang chủ",
                "Tin tức",
                "Văn bản",
                "Thủ tục",
                "Công dân",
                "Doanh nghiệp",
                "Du khách",
                "Liên hệ",
                "Hỏi đáp",
                "Sơ đồ",
            ]
        )
    )
    + "</ul>"
)
RELATED = "<div class='{c}'><h3>Các tin khác</h3><ul><li><a href='/1'>Mường Lát trồng rừng vụ xuân ở ba xã biên giới</a> (01/02/2024)</li><li><a href='/2'>Khai mạc hội thao quốc phòng huyện năm nay</a> (30/01/2024)</li><li><a href='/3'>Họp mặt thanh niên lên đường nhập ngũ đợt một</a> (28/01/2024)</li></ul></div>"
FOOT = "<div class='{c}'>Cơ quan chủ quản: UBND huyện Mường Lát<br>Chịu trách nhiệm nội dung: Phó Chủ tịch UBND huyện<br>Giấy phép số 10/GP-TTĐT cấp ngày 01/02/2020<br>Lượt truy cập: 1.200.300</div>"


def page(
    main: str, head: str = "<title>Cổng TTĐT huyện Mường Lát</title>", bodyattr: str = "", others: str = "other"
) -> str:
    """A portal's page around `main`: a clock, a menu, related items, a foot with dates and counters."""
    return (
        f"<html><head><meta charset=utf-8>{head}</head><body {bodyattr}><div class=top>Thứ Hai, ngày 12/02/2024 10:22:11</div>"
        f"<div class=banner>CỔNG THÔNG TIN ĐIỆN TỬ HUYỆN MƯỜNG LÁT</div>{MENU}{main}{RELATED.format(c=others)}{FOOT.format(c='ft')}"
        "</body></html>"
    )


ITEMS = [
    (
        "Mường Lát trồng rừng vụ xuân ở ba xã biên giới",
        "Ba xã biên giới của huyện vừa trồng xong một trăm héc-ta rừng quế và lát hoa.",
    ),
    (
        "Khai mạc hội thao quốc phòng huyện năm nay",
        "Hơn hai trăm chiến sĩ dân quân thi bắn súng, ném lựu đạn và chạy vũ trang.",
    ),
    (
        "Họp mặt thanh niên lên đường nhập ngũ đợt một",
        "Bảy mươi thanh niên của chín xã nhận quà và lời dặn dò của gia đình.",
    ),
    (
        "Sửa cầu treo bản Pù Ngùa trước mùa mưa",
        "Cầu treo được thay ván và cáp mới, chịu được xe máy và người gánh hàng.",
    ),
]


def items(form: Callable[[int, str, str], str]) -> str:
    """Headlines and leads of a list, each in the given markup."""
    return "".join(form(number, *item) for number, item in enumerate(ITEMS))


ARTICLES = {
    "print-around": page(
        f"<div id='divPrint'><div class='widget'><h2 class='tieude'>{TITLE}</h2><p class='date'>09/02/2024 15:12</p>"
        f"<div class='tools'><a href='#'>A+</a></div><div class='noidung'><p>{LEAD}</p>{PARAGRAPHS}"
        f"<div class='share'><a href='#'>Zalo</a></div><p><b>{AUTHOR}</b></p></div></div></div>"
    ),
    "vnpt-art": page(
        f"<div class='detail-news-main'><div class='news-title-main'>{TITLE}</div><div class='time-post'>Thứ sáu - 09/02/2024 15:12</div><div class='des-news'><b>{LEAD}</b></div><div class='entry-detail-news'>{PARAGRAPHS}<div class='news-source'>Tác giả: Lò Văn Đôi</div></div></div>"
    ),
    "vnpt-artview": page(
        f"<div id='article-view'><h3 class='art-title'>{TITLE}</h3><span class='art-time'>09/02/2024 15:12:00</span><div class='art-lead'>{LEAD}</div><div class='art-content'>{PARAGRAPHS}</div><p class='art-author' align=right><b>Lò Văn Đôi</b></p></div>"
    ),
    "jt": page(
        f"<div class='portlet-body'><h2 class='headline'>{TITLE}</h2><p class='ngaydang'>Đăng ngày: 09-02-2024 15:12</p><p class='trichdan'>{LEAD}</p><div id='noidungbaiviet'>{PARAGRAPHS}<p style='text-align:right'><strong>Lò Văn Đôi</strong></p></div></div>"
    ),
    "sp-ext": page(
        f"<div id='s4-workspace'><div class='DetailNews'><div class='tieude'>{TITLE}</div><div class='thoigian'>9/2/2024 3:12 CH</div><div class='tomtat'>{LEAD}</div><div class='noidung'><div class='ExternalClassABC'>{PARAGRAPHS}<p>Người viết: Lò Văn Đôi</p></div></div></div></div>"
    ),
    "sp-pubtable": page(
        f"<div id='s4-workspace'><table><tr><td class='ms-vb'><h2 class='ms-rteElement-H2'>{TITLE}</h2></td></tr><tr><td>Ngày cập nhật: 09/02/2024 15:12</td></tr><tr><td><div class='ms-rtestate-field'><p><b>{LEAD}</b></p>{PARAGRAPHS}<p>Lò Văn Đôi</p></div></td></tr></table></div>"
    ),
    "asp-lbl": page(
        f"<form>{STATE}<span id='ctl00_cphMain_ctl01_lblTitle'>{TITLE}</span><br><span id='ctl00_cphMain_ctl01_lblDate'>09/02/2024 15:12</span><br><span id='ctl00_cphMain_ctl01_lblDescription'>{LEAD}</span><br><span id='ctl00_cphMain_ctl01_lblBody'>{PARAGRAPHS}</span><span id='ctl00_cphMain_ctl01_lblAuthor'>Lò Văn Đôi</span></form>"
    ),
    "asp-lt": page(
        f"<form>{STATE}<div class='box_detail'><h1 class='h1_title'>{TITLE}</h1><div class='box_date'>09/02/2024 | 15:12</div><h2 class='h2_desc'>{LEAD}</h2><div class='box_content'>{PARAGRAPHS}<p style='text-align:right'>Lò Văn Đôi</p></div></div></form>"
    ),
    "asp-plain": page(
        f"<form>{STATE}<table><tr><td><b style='font-size:16px'>{TITLE}</b></td></tr><tr><td><i>(Cập nhật: 09/02/2024 15:12)</i></td></tr><tr><td><b>{LEAD}</b></td></tr><tr><td>{'<br/>'.join(BODY)}</td></tr><tr><td align=right><b>Lò Văn Đôi</b></td></tr></table></form>"
    ),
    "wp-astra": page(
        f"<main><article class='post'><div class='ast-post-format-'><header class='entry-header'><h1 class='entry-title' itemprop='headline'>{TITLE}</h1><div class='entry-meta'>By <span class='posted-by vcard author'><a class='url fn n' href='/author/bbt/'><span class='author-name' itemprop='name'>Ban biên tập</span></a></span> / <span class='posted-on'><span class='published'> Tháng Hai 9, 2024 </span></span></div></header><div class='entry-content clear' itemprop='text'><p><strong>{LEAD}</strong></p>{PARAGRAPHS}<p style='text-align:right'>Lò Văn Đôi</p></div></div></article></main>",
        "<title>x</title><meta name=generator content='WordPress 6.2'><meta property='article:published_time' content='2024-02-09T08:12:00+00:00'>",
        bodyattr="class='post-template-default single single-post'",
    ),
    "wp-elementor": page(
        f"<div class='elementor-widget-theme-post-title'><div class='elementor-widget-container'><h1 class='elementor-heading-title elementor-size-default'>{TITLE}</h1></div></div><div class='elementor-widget-post-info'><ul><li><span class='elementor-post-info__item--type-date'>09/02/2024</span></li><li><span>15:12</span></li></ul></div><div class='elementor-element elementor-widget elementor-widget-theme-post-content'><div class='elementor-widget-container'><p>{LEAD}</p>{PARAGRAPHS}<p>Tác giả: Lò Văn Đôi</p></div></div>",
        "<title>x</title><meta name=generator content='WordPress 6.2'>",
        bodyattr="class='post-template-default single single-post elementor-page'",
    ),
    "wp-block": page(
        f"<div class='wp-site-blocks'><main><h1 class='wp-block-post-title'>{TITLE}</h1><div class='wp-block-post-date'><time datetime='2024-02-09T15:12:00+07:00'>09/02/2024</time></div><div class='entry-content wp-block-post-content'><p>{LEAD}</p>{PARAGRAPHS}<p class='has-text-align-right'><em>Lò Văn Đôi</em></p></div></main></div>",
        "<title>x</title><link href='/wp-content/a.css'>",
        bodyattr="class='single single-post'",
    ),
    "joomla": page(
        f"<div class='item-page'><h2 itemprop='headline'>{TITLE}</h2><dl class='article-info'><dd class='createdby'>Viết bởi: <span itemprop='name'>Lò Văn Đôi</span></dd><dd class='published'>Ngày đăng: 09 Tháng 2 2024</dd><dd class='hits'>Lượt xem: 33</dd></dl><div itemprop='articleBody'><p>{LEAD}</p>{PARAGRAPHS}</div></div>"
    ),
    "drupal": page(
        f"<h1 class='page-header'>{TITLE}</h1><article><div class='field field-name-post-date'>09/02/2024 - 15:12</div><div class='field field-name-field-summary'>{LEAD}</div><div class='field field-name-body'><div class='field-items'>{PARAGRAPHS}</div></div><div class='field-name-field-author'>Lò Văn Đôi</div></article>"
    ),
    "updated": page(
        f"<div class='chitiet'><h1 class='tieude'>{TITLE}</h1><p>Ngày đăng: 09/02/2024 15:12 | Ngày cập nhật: 10/02/2024 08:00</p><p class='sapo'>{LEAD}</p><div class='noidung'>{PARAGRAPHS}</div><p>Tác giả: Lò Văn Đôi</p><p>Nguồn tin: huyện</p></div>"
    ),
    "hasul": page(
        f"<div class='news_detail'><h1>{TITLE}</h1><span class='date'>09/02/2024 15:12</span><div class='news_content'><p>{LEAD}</p><h3>Một số việc tiếp theo</h3><ul><li>{BODY[0]}</li><li>{BODY[1]}</li></ul><p>{BODY[2]}</p></div><div class='news_author'>Lò Văn Đôi</div></div>"
    ),
}

OTHERS = {
    "list-div": page(
        items(
            lambda i, a, b: (
                f"<div class='news-item'><h3 class='title'><a href='/t/{i}'>{a}</a></h3><p class='date'>0{i + 1}/02/2024</p><p class='desc'>{b}</p></div>"
            )
        )
    ),
    "list-table": page(
        "<table>"
        + items(lambda i, a, b: f"<tr><td><a href='/t/{i}'><b>{a}</b></a> (0{i + 1}/02/2024)<br>{b}</td></tr>")
        + "</table>"
    ),
    "list-content": page(
        "<div class='main-content'><h1>Tin trong huyện</h1>"
        + items(lambda i, a, b: f"<h4><a href='/t/{i}'>{a}</a></h4><p>{b} <a href='/t/{i}'>Chi tiết</a></p>")
        + "</div>"
    ),
    "list-content-dated": page(
        "<div class='content'><h1 class='title'>Tin trong huyện</h1>"
        + items(
            lambda i, a, b: (
                f"<div class='item'><a href='/t/{i}'>{a}</a><span>0{i + 1}/02/2024 08:00</span><div class='content'>{b}</div></div>"
            )
        )
        + "</div>"
    ),
    "list-asp": page(
        FORM
        + "<h2 id='ctl00_lblTitle'>Tin trong huyện</h2><div id='ctl00_divContent'>"
        + items(
            lambda i, a, b: (
                f"<div><a href='/t/{i}' id='ctl00_rpt_ctl0{i}_lnk'>{a}</a> <i>(0{i + 1}/02/2024)</i><div>{b}</div></div>"
            )
        )
        + "</div></form>"
    ),
    "home": page(
        items(
            lambda i, a, b: (
                f"<div class='box'><div class='box-title'>Mục {i}</div><a href='/t/{i}'>{a}</a><p>{b}</p><ul><li><a href='/u/{i}'>{ITEMS[-i][0]}</a></li></ul></div>"
            )
        )
    ),
    "contact": page(
        f"<div class='content'><h1>Liên hệ với chúng tôi</h1><p>{NOTICE}</p><form><input name=ten><input name=email><textarea name=noidung></textarea></form></div>"
    ),
    "qa": page(
        f"<div class='content'><h1 class='title'>Hỏi đáp trực tuyến</h1><p>{NOTICE}</p>"
        + "".join(f"<div class=q><a href='/q/{i}'>Câu hỏi về thủ tục cấp sổ đỏ lần {i}</a></div>" for i in range(6))
        + "</div>"
    ),
    "search-asp": page(
        FORM
        + "<div class='content'><h1 class='title'>Kết quả tìm kiếm với từ khóa: cầu</h1><p>Tìm thấy 2 kết quả.</p>"
        + items(lambda i, a, b: f"<div><a href='/t/{i}'>{a}</a><p>{b}</p></div>")
        + "</div></form>"
    ),
    "docs": page(
        "<div class='content'><h1 class='title'>Hệ thống văn bản</h1><table><thead><tr><th>Số/Ký hiệu</th><th>Ngày ban hành</th><th>Trích yếu</th></tr></thead><tbody>"
        + "".join(
            f"<tr><td>{i}/QĐ-UBND</td><td>0{i}/02/2024</td><td>Quyết định về việc phê duyệt kế hoạch lựa chọn nhà thầu công trình nâng cấp đường liên xã đoạn {i}</td></tr>"
            for i in range(1, 6)
        )
        + "</tbody></table></div>"
    ),
    "album": page(
        "<div class='content'><h1 class='title'>Hình ảnh lễ hội Mường Ca Da</h1><p class='date'>09/02/2024 15:12</p><div class='album'>"
        + "".join(f"<a href='{i}.jpg'><img src='{i}.jpg'></a>" for i in range(9))
        + "</div></div>"
    ),
    "video": page(
        "<div class='content'><h1 class='title'>Video: lễ hội Mường Ca Da</h1><p class='date'>09/02/2024 15:12</p><iframe src='https://www.youtube.com/embed/x'></iframe></div>"
    ),
    "about": page(
        f"<div class='detail'><h1 class='title'>Chức năng, nhiệm vụ của Văn phòng</h1><div class='content'><p>{NOTICE}</p><p>{NOTICE} Văn phòng có bảy người, làm việc theo quy chế do Chủ tịch ban hành.</p></div></div>"
    ),
    "license": page(
        f"<div class='detail'><h1 class='title'>Điều khoản sử dụng</h1><div class='content'><p>{NOTICE}</p><p>Nội dung trên trang được phát hành theo giấy phép số 12 ngày 01/02/2020 của Sở Thông tin và Truyền thông.</p></div></div>"
    ),
    "404": page(
        "<div class='content'><h1>Oops!</h1><p>Trang bạn đang tìm kiếm không tồn tại. Vui lòng kiểm tra lại đường dẫn.</p></div>"
    ),
    "404b": page("<h2>Thông báo</h2><p>Xin lỗi, nội dung này không còn tồn tại hoặc đã bị gỡ bỏ khỏi hệ thống.</p>"),
    "poll": page(
        "<div class='content'><h1 class='title'>Bạn thấy giao diện mới thế nào?</h1><form><label><input type=radio name=a>Đẹp</label><label><input type=radio name=a>Bình thường</label><button>Gửi</button></form></div>"
    ),
    "login": page(FORM + "<h1 class='title'>Đăng nhập hệ thống</h1><input name=u><input type=password></form>"),
    "print": page(f"<h1>{TITLE}</h1><p>09/02/2024</p>{PARAGRAPHS}", bodyattr="onload='window.print()'"),
    "sitemap": page(
        "<h1>Sơ đồ cổng</h1><ul>"
        + "".join(f"<li><a href='/{i}'>Chuyên mục số {i} của cổng</a></li>" for i in range(30))
        + "</ul>"
    ),
    "leaders": page(
        "<div class='content'><h1 class='title'>Danh bạ điện thoại cán bộ huyện</h1><table><tr><th>STT</th><th>Họ và tên</th><th>Chức vụ</th><th>Điện thoại</th></tr>"
        + "".join(
            f"<tr><td>{i}</td><td>Nguyễn Văn {c}</td><td>Chuyên viên</td><td>0237 385 10{i}</td></tr>"
            for i, c in enumerate("ABCDEF")
        )
        + "</table></div>"
    ),
    "calendar": page(
        "<div class='content'><h1 class='title'>Lịch công tác tuần 7 năm 2024</h1><table><tr><th>Ngày</th><th>Giờ</th><th>Nội dung</th></tr>"
        + "".join(
            f"<tr><td>{d}/02/2024</td><td>8h00</td><td>Họp thường kỳ tại phòng họp số {d}</td></tr>"
            for d in range(12, 17)
        )
        + "</table></div>"
    ),
}


def read(html: str, name: str) -> Article | Rejected:
    return extract(Page(data=html.encode(), origin=name, collection="layouts", key=f"{name}.html"))


@pytest.mark.parametrize("name", ARTICLES)
def test_article(name: str) -> None:
    article = read(ARTICLES[name], name)
    assert isinstance(article, Article), article
    published = "2024-02-09" if name == "joomla" else "2024-02-09T15:12:00+07:00"  # it prints the day alone
    assert (article.title, article.published, article.author) == (TITLE, published, AUTHOR)
    lines = [*filter(None, [article.summary]), *article.body.split("\n")]
    assert [line for line in lines if line != "Một số việc tiếp theo"] == [LEAD, *BODY]
    assert article.updated == ("2024-02-10T08:00:00+07:00" if name == "updated" else None)


@pytest.mark.parametrize("name", OTHERS)
def test_no_article(name: str) -> None:
    found = read(OTHERS[name], name)
    assert isinstance(found, Rejected), found
    assert found.reason
