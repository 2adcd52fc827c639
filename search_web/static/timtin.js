// Enhancements of the pages: completions while typing, results updated in place, selection of a period in the chart, the
// sheet of filters. Everything works without them: if one fails, the browser follows the link or submits the form.
'use strict';
(() => {
  const $ = (selector, from = document) => from.querySelector(selector);
  const $$ = (selector, from = document) => [...from.querySelectorAll(selector)];
  const root = document.documentElement;
  root.classList.add('js');
  let announcement = 0;
  const announce = text => {  // after a pause, so that a screen reader can finish echoing the typed keys
    clearTimeout(announcement);
    announcement = setTimeout(() => { $('#live').textContent = text; }, 150);
  };
  const unmodified = event => !(event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);

  // Completions: the combobox pattern of the ARIA Authoring Practices. The typed text changes only when an option is chosen.
  const form = $('form.search');
  const box = form && $('input[type=search]', form);
  if (box && form.dataset.suggest && window.AbortController) {
    const list = document.createElement('ul');
    list.id = 'completions';
    list.setAttribute('role', 'listbox');
    list.setAttribute('aria-label', form.dataset.label);
    list.hidden = true;
    form.append(list);
    const set = (values, on = box) => Object.entries(values).forEach(([name, value]) => on.setAttribute(name, value));
    set({role: 'combobox', 'aria-autocomplete': 'list', 'aria-haspopup': 'listbox', 'aria-expanded': 'false', 'aria-controls': list.id});
    let timer = 0, request = null, requested = null, active = -1, composing = false;

    const close = () => {
      clearTimeout(timer);
      if (request) request.abort();
      list.hidden = true;
      active = -1;
      box.setAttribute('aria-expanded', 'false');
      box.removeAttribute('aria-activedescendant');
    };
    const activate = number => {
      active = number;
      $$('[role=option]', list).forEach((option, index) => option.setAttribute('aria-selected', String(index === active)));
      const option = list.children[active];
      if (option) { box.setAttribute('aria-activedescendant', option.id); option.scrollIntoView({block: 'nearest'}); }
      else box.removeAttribute('aria-activedescendant');
    };
    const choose = option => {
      close();
      if (option.dataset.id) { location.assign(form.dataset.article + encodeURIComponent(option.dataset.id)); return; }
      box.value = requested = option.dataset.text;
      form.requestSubmit();
    };
    const show = completions => {
      list.replaceChildren(...completions.map((each, number) => {
        const option = document.createElement('li'), words = document.createElement('span');
        set({role: 'option', id: `completion-${number}`, 'aria-selected': 'false'}, option);
        option.dataset.text = each.text;
        words.lang = 'vi';
        if (each.kind === 'title' && each.id) option.dataset.id = each.id;
        // Only text and <mark> of the HTML in the response are used.
        for (const node of new DOMParser().parseFromString(each.html, 'text/html').body.childNodes) {
          const part = node.nodeName === 'MARK' ? document.createElement('mark') : document.createTextNode('');
          part.textContent = node.textContent;
          words.append(part);
        }
        const kind = document.createElement('small');
        kind.textContent = form.getAttribute(`data-kind-${each.kind}`) || '';
        option.append(words, ' ', kind);
        return option;
      }));
      list.hidden = !completions.length;
      box.setAttribute('aria-expanded', String(!!completions.length));
      activate(-1);
      if (completions.length) announce(form.dataset.count.replace('{many}', completions.length));
    };
    const complete = async () => {
      const typed = box.value.trim();
      if (typed === requested && !list.hidden) return;
      requested = typed;
      if (request) request.abort();
      if (!typed) { close(); return; }
      const own = request = new AbortController();
      try {
        const response = await fetch(`${form.dataset.suggest}?q=${encodeURIComponent(typed)}`, {signal: own.signal});
        const completions = response.ok ? (await response.json()).suggestions : [];
        if (own === request && !own.signal.aborted && document.activeElement === box) show(completions);
      } catch (error) {
        if (error.name !== 'AbortError') close();
      }
    };
    box.addEventListener('input', () => { clearTimeout(timer); timer = setTimeout(complete, 120); });
    // Vietnamese is typed with an input method, which receives the keys while it composes a word.
    box.addEventListener('compositionstart', () => { composing = true; });
    box.addEventListener('compositionend', () => { composing = false; });
    box.addEventListener('keydown', event => {
      if (composing || event.isComposing || event.keyCode === 229) return;
      const count = list.children.length, open = !list.hidden;
      const target = {ArrowDown: active + 1 < count ? active + 1 : -1, ArrowUp: active < 0 ? count - 1 : active - 1, Home: 0, End: count - 1}[event.key];
      if (event.key === 'ArrowDown' && !open) { requested = null; complete(); event.preventDefault(); }
      else if (open && target !== undefined && (active >= 0 || event.key.startsWith('Arrow'))) { activate(target); event.preventDefault(); }
      else if (open && event.key === 'Enter' && active >= 0) { event.preventDefault(); choose(list.children[active]); }
      else if (open && event.key === 'Escape') { close(); event.preventDefault(); }
      else if (event.key === 'Tab' || event.key === 'Enter') close();
    });
    list.addEventListener('mousedown', event => event.preventDefault());  // keeps the focus in the box
    list.addEventListener('click', event => {
      const option = event.target.closest('[role=option]');
      if (option) choose(option);
    });
    box.addEventListener('blur', close);
    form.addEventListener('submit', close);
  }
  document.addEventListener('keydown', event => {
    if (event.key === '/' && box && unmodified(event) && !event.target.closest('input, textarea, select, [contenteditable]')) {
      event.preventDefault();
      box.focus();
      box.select();
    }
  });

  // The menu of narrow windows closes on a click outside it and on Escape.
  const menu = $('details.drop');
  document.addEventListener('click', event => { if (menu && menu.open && !menu.contains(event.target)) menu.open = false; });
  document.addEventListener('keydown', event => {
    if (event.key === 'Escape' && menu && menu.open) { menu.open = false; $('summary', menu).focus(); }
  });

  const initCharts = charts();
  if (!document.body.classList.contains('results') || !window.AbortController || !form) return;

  // Results in place: fetch the page of a link and replace the results and the filters with those of that page.
  const home = new URL(form.action).pathname;
  const withoutHash = url => url.href.split('#')[0];
  const isResults = url => url.origin === location.origin && url.pathname === home && url.search;
  let shown = withoutHash(new URL(location.href)), running = null;
  history.scrollRestoration = 'manual';
  const remember = () => history.replaceState({...history.state, top: scrollY}, '');

  async function go(url, {push = true, top = null, focus = ''} = {}) {
    if (running) running.abort();
    push = push && withoutHash(url) !== shown;
    const own = running = new AbortController();
    const slow = setTimeout(() => { root.classList.add('slow'); $('#live').textContent = $('#live').dataset.loading; }, 250);
    try {
      const response = await fetch(withoutHash(url), {signal: own.signal, headers: {Accept: 'text/html'}});
      const fresh = new DOMParser().parseFromString(await response.text(), 'text/html');
      if (!response.ok || !fresh.body.classList.contains('results')) throw new Error(response.status);
      if (push && sheetIsOpen()) {  // all selections in the sheet are one history entry
        history.replaceState({}, '', `${withoutHash(url)}#filters`);
      } else if (push) {
        remember();
        history.pushState({}, '', withoutHash(url));
      }
      shown = withoutHash(url);
      swap(fresh, focus);
      if (top !== null) scrollTo({top, behavior: 'instant'});
    } catch (error) {
      if (error.name !== 'AbortError') location.assign(url.href);
    } finally {
      clearTimeout(slow);
      if (running === own) { running = null; root.classList.remove('slow'); }
    }
  }

  function swap(fresh, focus) {
    const focused = document.activeElement && document.activeElement.closest('[data-key]');
    const key = focused ? focused.dataset.key : '';
    const inSheet = sheetIsOpen();
    const open = new Map($$('details[data-name]').map(each => [each.dataset.name, each.open]));
    const scrolled = $('#filters').scrollTop;
    const focusInFilters = $('#filters').contains(document.activeElement);
    for (const id of ['found', 'filters']) document.getElementById(id).replaceChildren(...document.adoptNode(fresh.getElementById(id)).childNodes);
    for (const each of $$('details[data-name]')) if (open.get(each.dataset.name)) each.open = true;
    $('#filters').scrollTop = scrolled;
    document.title = fresh.title;
    const freshForm = $('form.search', fresh);
    $('.kept', form).replaceWith($('.kept', freshForm));
    if (document.activeElement !== box) box.value = $('input[type=search]', freshForm).value;
    const links = ['#for-programs', '#feed', 'link[rel=canonical]', 'link[rel=alternate]'];
    for (const each of links) if ($(each) && $(each, fresh)) $(each).href = $(each, fresh).getAttribute('href');
    const languages = $$('a.language', fresh);
    $$('a.language').forEach((each, number) => { each.href = languages[number].href; });
    const heading = $('#found h1');
    const counterpart = key && focus !== 'heading' && $$('[data-key]').find(each => each.dataset.key === key && each.checkVisibility());
    if (counterpart) counterpart.focus({preventScroll: true});
    else if (inSheet && focusInFilters) $('#filters .done').focus({preventScroll: true});
    else if (document.activeElement !== box) { heading.tabIndex = -1; heading.focus({preventScroll: true}); }
    announce(heading.textContent.trim());
    initCharts();
    updateSheet();
  }

  document.addEventListener('click', event => {
    const link = event.target.closest('main a[href]');
    if (!link || !unmodified(event) || link.target) return;
    const url = new URL(link.href.baseVal === undefined ? link.href : link.href.baseVal, location.href);
    if (link.matches('.open-filters')) { event.preventDefault(); openSheet(); return; }
    if (link.matches('#filters .done')) { event.preventDefault(); closeSheet(); return; }
    if (!isResults(url) || url.hash) return;
    event.preventDefault();
    const paging = link.closest('.pager');
    go(url, paging ? {top: 0, focus: 'heading'} : {});
  });
  document.addEventListener('submit', event => {
    const submitted = event.target;
    if (event.defaultPrevented || new URL(submitted.action).pathname !== home || submitted.method !== 'get') return;
    event.preventDefault();
    const url = new URL(submitted.action);
    url.search = new URLSearchParams([...new FormData(submitted)].filter(([name, value]) => value || name === 'q'));
    if (submitted === form) { box.blur(); closeSheet(); }
    go(url, submitted === form ? {top: 0, focus: 'heading'} : {});
  });
  addEventListener('popstate', event => {
    const url = new URL(location.href);
    root.classList.toggle('sheet', url.hash === '#filters');
    updateSheet();
    if (withoutHash(url) === shown) return;
    if (isResults(url)) go(url, {push: false, top: (event.state && event.state.top) || 0});
    else location.reload();
  });
  addEventListener('pagehide', remember);
  const savedTop = history.state && history.state.top;
  if (savedTop) scrollTo({top: savedTop, behavior: 'instant'});

  // On a phone the filters are a sheet over the page; without the script, the fragment #filters opens it.
  function sheetIsOpen() { return root.classList.contains('sheet'); }
  function openSheet() {
    remember();
    history.pushState({}, '', `${shown}#filters`);
    root.classList.add('sheet');
    updateSheet();
    $('#filters .done').focus();
  }
  function closeSheet() {
    if (!sheetIsOpen()) return;
    history.replaceState({}, '', shown);
    root.classList.remove('sheet');
    updateSheet();
    $('.open-filters').focus();
  }
  function updateSheet() {
    const open = sheetIsOpen() && getComputedStyle($('#filters')).position === 'fixed';
    for (const each of $$('body > header, body > footer, .skip, #found')) each.inert = open;
    const sheet = $('#filters');
    if (open) { sheet.setAttribute('role', 'dialog'); sheet.setAttribute('aria-modal', 'true'); }
    else { sheet.removeAttribute('role'); sheet.removeAttribute('aria-modal'); }
  }
  document.addEventListener('keydown', event => { if (event.key === 'Escape' && sheetIsOpen()) closeSheet(); });
  addEventListener('resize', updateSheet);
  if (location.hash === '#filters') root.classList.add('sheet');
  updateSheet();

  // The chart: dragging across bars, or Shift with the arrow keys, selects a period. Initializes the charts of the page and
  // returns the function that does so again after the page has changed.
  function charts() {
    const apply = (chart, first, last) => {
      const url = new URL(chart.closest('.timeline').dataset.allDates, location.href);
      url.searchParams.set('after', first);
      url.searchParams.set('before', last);
      if (document.body.classList.contains('results') && typeof go === 'function') go(url);
      else location.assign(url.href);
    };
    const paint = (bars, from, to) => {
      const [low, high] = from < to ? [from, to] : [to, from];
      bars.forEach((bar, number) => bar.classList.toggle('brushed', number >= low && number <= high));
      return [bars[low].dataset.period, bars[high].dataset.period];
    };
    const init = () => $$('svg.bars').forEach(chart => {
      const bars = $$('a.bar', chart);
      chart.parentElement.scrollLeft = chart.parentElement.scrollWidth;  // a long chart starts at its latest years
      $('.how', chart.closest('.timeline')).hidden = false;
      let from = -1, to = -1, dragged = false;
      const clear = () => { bars.forEach(bar => bar.classList.remove('brushed')); from = to = -1; };
      const barAt = event => {
        const frame = chart.getBoundingClientRect();
        const share = (event.clientX - frame.left) / frame.width;
        return Math.max(0, Math.min(bars.length - 1, Math.floor(share * bars.length)));
      };
      chart.addEventListener('dragstart', event => event.preventDefault());
      chart.addEventListener('pointerdown', event => {
        if (event.button || event.pointerType === 'touch' && chart.parentElement.scrollWidth > chart.parentElement.clientWidth) return;
        from = to = barAt(event);
        dragged = false;
      });
      addEventListener('pointermove', event => {
        if (from < 0 || !event.buttons || !chart.isConnected) return;
        to = barAt(event);
        if (to !== from) dragged = true;
        if (dragged) paint(bars, from, to);
      });
      addEventListener('pointerup', () => {
        if (from < 0 || !chart.isConnected) return;
        const [start, end] = [from, to];
        if (dragged) apply(chart, ...paint(bars, start, end));
        from = to = -1;
      });
      addEventListener('pointercancel', clear);
      chart.addEventListener('click', event => { if (dragged) { event.preventDefault(); event.stopPropagation(); dragged = false; } }, true);
      // The chart is one tab stop; the arrow keys move within it.
      let current = Math.max(0, bars.findIndex(bar => bar.hasAttribute('aria-current')));
      const setTabStop = number => bars.forEach((bar, each) => bar.setAttribute('tabindex', each === number ? '0' : '-1'));
      setTabStop(current);
      chart.addEventListener('focusin', event => { const number = bars.indexOf(event.target.closest('a.bar')); if (number >= 0) setTabStop(current = number); });
      chart.addEventListener('keydown', event => {
        const next = {ArrowLeft: current - 1, ArrowRight: current + 1, Home: 0, End: bars.length - 1}[event.key];
        if (next !== undefined && bars[next]) {
          event.preventDefault();
          if (event.shiftKey) {
            if (from < 0) from = current;
            const [first, last] = paint(bars, from, to = next);
            announce(chart.closest('.timeline').dataset.selected.replace('{first}', first).replace('{last}', last));
          } else clear();
          bars[next].focus();
        } else if (event.key === 'Enter' && from >= 0 && to >= 0) {
          event.preventDefault();
          apply(chart, ...paint(bars, from, to));
        } else if (event.key === 'Escape') clear();
      });
    });
    init();
    return init;
  }
})();
