/* <timtin-search>, a search box for any page: docs/embedding.md of timtin (MIT).
A classic script and a module; no eval, innerHTML or inline style, for a strict CSP. */
if (!customElements.get('timtin-search')) {
// The URL of this file; a module has no currentScript, but is first in a stack trace.
const SRC = document.currentScript?.src || /(https?:\/\/[^\s)]+?):\d+:\d+/.exec(new Error().stack)?.[1];

const TEXTS = {
	vi: {
		label: 'Tìm tin', go: 'Tìm', items: 'gợi ý', found: 'kết quả', none: 'Không tìm thấy bài nào.',
		all: 'Xem tất cả', instead: 'Thử tìm: ', failed: 'Chưa tìm được, xin thử lại sau. ',
		open: 'Mở trang tìm kiếm', untitled: 'Không có tiêu đề',
	},
	en: {
		label: 'Search news', go: 'Search', items: 'suggestions', found: 'results', none: 'Nothing found.', all: 'See all',
		instead: 'Try: ', failed: 'No answer, please try again later. ', open: 'Open the search page', untitled: 'Untitled',
	},
};

// System colours follow the page's color-scheme; `all: initial` keeps its styles out.
const SHEET = new CSSStyleSheet();
SHEET.replaceSync(`
:host{display:block}
:host([hidden]),[hidden]{display:none !important}
*{box-sizing:border-box}
div{
	--ink:var(--timtin-color,CanvasText);--paper:var(--timtin-background,Canvas);
	--accent:var(--timtin-accent,var(--ink));--round:var(--timtin-radius,.4em);
	--line:1px solid var(--timtin-border,GrayText);
	all:initial;display:block;position:relative;color-scheme:inherit;color:var(--ink);
	font:var(--timtin-size,medium)/1.5 var(--timtin-font,system-ui,sans-serif);overflow-wrap:anywhere
}
form{display:flex;gap:.5em}
input,button{font:inherit;padding:.5em .9em;border:var(--line);border-radius:var(--round)}
input{flex:1;min-width:0}
button{color:var(--timtin-accent-text,Canvas);background:var(--accent)}
:focus-visible,[aria-selected=true],ul li:hover{outline:2px solid var(--accent)}
input,ul,section{color:var(--ink);background:var(--paper)}
ul,section{border:var(--line);border-radius:var(--round)}
ul,ol{margin:0;padding:.25em;list-style:none}
ul{position:absolute;z-index:99;inset-inline:0}
li,section > p{margin:0;padding:.5em}
li p{margin:0}
section{margin-top:.5em}
a{color:var(--timtin-accent,LinkText);font-weight:600}
mark{color:inherit;background:var(--timtin-mark,light-dark(#ff9,#330))}
ul mark{background:none;font-weight:700}
output{position:absolute;clip-path:inset(50%)}`);

/** make('p meta', {}, 'text'): <p part=meta>text</p>. */
const make = (what, attributes, ...children) => {
	const [tag, part] = what.split(' '), made = document.createElement(tag);
	if (part) made.part = part;
	for (const name in attributes) made.setAttribute(name, attributes[name]);
	made.append(...children);
	return made;
};

const ENTITIES = { amp: '&', lt: '<', gt: '>', quot: '"' };
const plain = (html) => html.replace(/&(?:(\w+)|#(\d+)|#x([\da-f]+));/gi, (all, name, ten, hex) =>
	name ? ENTITIES[name] ?? all : String.fromCodePoint(ten || '0x' + hex));

/** Nodes (text and <mark>) for escaped HTML. */
const markup = (html) => html.split(/<\/?mark>/).map((text, number) =>
	number % 2 ? make('mark mark', {}, plain(text)) : plain(text));

customElements.define('timtin-search', class extends HTMLElement {
	static observedAttributes = ['placeholder', 'lang'];
	#root = this.attachShadow({ mode: 'open', delegatesFocus: true });
	#input = make('input');
	#t; #list; #status; #results; #timer; #typing; #search; #active; #items;

	connectedCallback() { this.#build(); }
	disconnectedCallback() { this.#close(); this.#search = this.#search?.abort(); }
	attributeChangedCallback() { if (this.isConnected) this.#build(); }

	get value() { return this.#input.value; }
	set value(text) { this.#input.value = text; }

	#build() {
		const lang = /^en/i.test(this.closest('[lang]')?.lang) ? 'en' : 'vi', t = this.#t = TEXTS[lang];
		const label = this.getAttribute('placeholder') || t.label, text = this.value;
		const input = this.#input = make('input input', {
			type: 'search', role: 'combobox', placeholder: label, 'aria-label': label, autocomplete: 'off',
			'aria-autocomplete': 'list', 'aria-controls': 'list',
		});
		const form = make('form form', { role: 'search' }, input, make('button button', {}, t.go));
		this.#list = make('ul suggestions', { id: 'list', role: 'listbox', 'aria-label': t.items });
		this.#status = make('output');
		this.#results = make('section results', { 'aria-label': t.found, hidden: '' });
		this.#root.adoptedStyleSheets = [SHEET];
		this.#root.replaceChildren(make('div', { lang }, form, this.#list, this.#status, this.#results));
		this.value = text;
		this.#close();
		form.onsubmit = (event) => { event.preventDefault(); this.search(this.value); };
		input.oninput = () => this.#onInput();
		input.onkeydown = (event) => this.#key(event);
		input.onblur = () => this.#close();
	}

	#emit(name, detail) {
		return this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true, cancelable: true }));
	}

	#url(path, pairs) {
		const base = new URL(this.getAttribute('src') || new URL('.', SRC), document.baseURI);
		const url = new URL(path, base.href.replace(/[?#].*|\/*$/g, '') + '/');
		for (const [name, value] of pairs) url.searchParams.append(name, value);
		return url.href;
	}

	async #fetch(control, path, pairs) {
		setTimeout(() => control.abort(), 10_000);
		const reply = await fetch(this.#url(path, pairs), { signal: control.signal });
		if (!reply.ok) throw reply;
		return reply.json();
	}

	#onInput() {
		clearTimeout(this.#timer);
		if (this.value.trim()) this.#timer = setTimeout(() => this.#suggest(), 120);
		else this.#close();
	}

	async #suggest() {
		this.#typing?.abort();
		const control = this.#typing = new AbortController();
		let items = [];
		try {
			items = (await this.#fetch(control, 'api/suggest', [['q', this.value]])).suggestions;
		} catch { /* no suggestions */ }
		if (control === this.#typing) this.#show(items);
	}

	#show(items) {
		this.#items = items;
		this.#list.replaceChildren(...items.map(({ html }, number) => {
			const row = make('li suggestion', { id: 'o' + number, role: 'option' }, ...markup(html));
			row.onmousedown = (event) => event.preventDefault(); // keeps the focus
			row.onclick = () => this.#choose(number);
			return row;
		}));
		this.#list.hidden = !items.length;
		this.#input.ariaExpanded = !!items.length;
		this.#status.value = items.length ? `${items.length} ${this.#t.items}` : '';
		this.#move(-1);
	}

	#close() {
		clearTimeout(this.#timer);
		this.#typing = this.#typing?.abort();
		this.#show([]);
	}

	#move(to) {
		this.#active = to;
		[...this.#list.children].forEach((row, number) => row.ariaSelected = number === to);
		this.#input.setAttribute('aria-activedescendant', to < 0 ? '' : 'o' + to);
	}

	#key(event) {
		if (event.isComposing || event.keyCode === 229) return; // an input method's keys
		const { key } = event, count = this.#items.length, at = this.#active;
		if (key === 'ArrowDown' && !count) this.#onInput();
		else if (key === 'ArrowDown') this.#move(at + 1 < count ? at + 1 : -1);
		else if (key === 'ArrowUp' && count) this.#move(at < 0 ? count - 1 : at - 1);
		else if (key === 'Enter' && at >= 0) this.#choose(at);
		else if (key === 'Escape' && count) this.#close();
		else return;
		event.preventDefault();
	}

	#choose(number) {
		const { text, kind, id } = this.#items[number];
		this.#close();
		if (this.#emit('timtin-select', { text, kind, id })) this.search(text);
	}

	/** Search as if typed. A page that cancels `timtin-search` shows the results itself. */
	async search(query) {
		this.value = query;
		this.#close();
		this.#search?.abort();
		const control = this.#search = new AbortController(), t = this.#t;
		const filters = [...this.attributes].filter(({ name }) => name.startsWith('filter-')).flatMap(({ name, value }) =>
			value.split('|').filter(Boolean).map((each) => [name.slice(7).replaceAll('-', '_'), each.trim()]));
		const pairs = [['q', query], ...filters], url = this.#url('', pairs);
		if (!this.#emit('timtin-search', { query, filters, url })) return;
		if (this.getAttribute('results') === 'page') return location.assign(url);
		pairs.push(['limit', +this.getAttribute('limit') || 5], ['facets', '']);
		let message = '', nodes = [];
		try {
			if (query.trim()) [message, ...nodes] = this.#nodes(await this.#fetch(control, 'api/search', pairs), url);
		} catch {
			message = t.failed;
			nodes = [make('p message', {}, message, make('a', { href: url }, t.open))];
		}
		if (control !== this.#search) return;
		this.#status.value = message;
		this.#results.replaceChildren(...nodes);
		this.#results.hidden = !message;
	}

	#nodes({ query, total, hits, suggestion }, url) {
		const t = this.#t, message = total ? `${total} ${t.found}` : t.none;
		const other = make('button instead', {}, suggestion?.query ?? '');
		other.onclick = () => { this.#input.focus(); this.search(suggestion.query); };
		return [message, total ? '' : make('p message', {}, message), suggestion ? make('p', {}, t.instead, other) : '',
			make('ol', {}, ...hits.map((hit) => this.#hit(hit, query))),
			total ? make('p', {}, make('a all', { href: url }, `${t.all} ${message}`)) : ''];
	}

	#hit({ id, title, title_html, snippet_html, published, places: [place], source }, query) {
		const simple = /^[\w-]+$/.test(id), pairs = [['q', query]];
		const url = this.#url(simple ? 'articles/' + id : 'articles', simple ? pairs : [['id', id], ...pairs]);
		const link = make('a title', { href: url }, ...markup(title_html || this.#t.untitled));
		link.onclick = (event) => { if (!this.#emit('timtin-select', { id, title, url })) event.preventDefault(); };
		const meta = [published && new Date(published).toLocaleDateString('en-GB', { timeZone: 'Asia/Ho_Chi_Minh' }),
			place && ([...place.path_now].reverse().join(', ') || place.name), source].filter(Boolean).join(' · ');
		return make('li hit', {}, link, make('p meta', {}, meta), make('p snippet', {}, ...markup(snippet_html)));
	}
});
}
