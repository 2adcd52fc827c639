"""A small collection written for the tests; a comment says what each article is needed for."""

from __future__ import annotations

import unicodedata

from timtin import Article, Place

BEN_LUC = Place(name="Huyện Bến Lức", path_then=("Long An", "Huyện Bến Lức"), path_now=("Tây Ninh",))
XA_BEN_LUC = Place(name="Xã Bến Lức", path_then=("Tây Ninh", "Xã Bến Lức"), path_now=("Tây Ninh", "Xã Bến Lức"))
TAM_KY = Place(
    name="Phường Trường Xuân",
    path_then=("Quảng Nam", "Thành phố Tam Kỳ", "Phường Trường Xuân"),
    path_now=("Đà Nẵng", "Phường Tam Kỳ"),
)
BINH_PHU = Place(
    name="Xã Bình Phú",
    ambiguous=True,
    candidates=(("Hà Nội", "Huyện Thạch Thất", "Xã Bình Phú"), ("Bến Tre", "Thành phố Bến Tre", "Xã Bình Phú")),
)

ARTICLES = (
    Article(  # the ordinary case: title, lead, body, all facets
        id="kheo",
        title="Mô hình Dân vận khéo ở chợ xã",
        summary="Các tổ dân vận giúp bà con bán hàng sạch.",
        body="Tổ dân vận khéo của xã họp mỗi tháng.\nBà con tin theo Quyết định 217-QĐ/TW và giữ chợ sạch đẹp.",
        published="2024-03-07",
        author="Lê Thị Hòa",
        source="Báo Long An",
        places=(BEN_LUC,),
        level="district",
        organizations=("UBND",),
        topics=("Dân vận khéo",),
        citations=("217-QĐ/TW",),
    ),
    Article(  # newer tone placement, capitals in the title, a date near midnight in another time zone
        id="uyban",
        title="UỶ BAN NHÂN DÂN XÃ HỌP TỔNG KẾT",
        body="Uỷ ban nhân dân xã họp tổng kết công tác hoà giải. Chủ tịch đọc báo cáo của ủy ban.",
        published="2024-01-01T02:00:00+07:00",
        author="Trần Văn Nam",
        source="Đài Truyền thanh",
        places=(TAM_KY,),
        level="commune",
        organizations=("UBND", "HĐND"),
        topics=("Cải cách hành chính",),
    ),
    Article(  # NFD text
        id="nfd",
        title=unicodedata.normalize("NFD", "Trồng cây đầu xuân"),
        body=unicodedata.normalize("NFD", "Đoàn viên trồng cây ven đường. Vận động mỗi nhà một cây."),
        published="2023-12-31T23:30:00+07:00",
        source="Báo Long An",
        places=(XA_BEN_LUC,),
        level="commune",
        topics=("An ninh",),
    ),
    Article(  # the same letters with other diacritics: `van` is vấn, vẫn and văn here
        id="van",
        title="Hội diễn văn nghệ",
        body="Ban tổ chức vẫn mở cửa. Dân làng phỏng vấn nhau rất vui. Covid-19 đã lùi xa.",
        published="2022-07-01T14:43:32+07:00",
        source="Báo Long An",
        level="commune",
        topics=("An ninh", "Cải cách hành chính"),
    ),
    Article(  # written without diacritics; undated; without facet values
        id="bare",
        title="Thong bao cat dien",
        body="Cat dien tu 7 gio. Lien he to dan pho. Danh sach xem tai email.",
    ),
    Article(  # HTML in the text must stay text
        id="html",
        title="<b>Giá & chợ</b>",
        body='Giá rau <script>alert("x")</script> tăng & giảm theo mùa.',
        published="2024-03-30",
        source="Cổng thông tin",
        author="Lê Thị Hòa",
    ),
    Article(  # an ambiguous place; cites the document in another wording; long body
        id="long",
        title="Họp khối vận xã Bình Phú",
        body="Khối vận họp. " + "Nội dung khác không liên quan. " * 40 + "Cuối cùng bàn về dân vận khéo. Kết thúc họp.",
        published="2024-03-08",
        source="cổng thông tin",  # differs from another source in letter case alone
        places=(BINH_PHU,),
        level="commune",
        citations=("217-QĐ/TW", "25-NQ/TW"),
        topics=("Dân vận khéo",),
    ),
    Article(  # a near duplicate
        id="rerun",
        title="Mô hình dân vận khéo ở chợ",
        body="Tổ dân vận khéo của xã họp mỗi tháng.",
        published="2024-03-09T08:00:00+07:00",
        source="Báo Quảng Nam",
        places=(BEN_LUC, TAM_KY),
        level="district",
        topics=("Dân vận khéo",),
    ),
)
