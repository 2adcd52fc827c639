// What the page does beyond forms and links: completions while one types, results that change in place, a chart to drag
// across, a sheet of filters. All of it is extra; whatever fails, the browser follows the link or sends the form.
'use strict';
(() => {
  const $ = (selector, from = document) => from.querySelector(selector);
  const $$ = (selector, from = document) => [...from.querySelectorAll(selector)];
  const root = document.documentElement;
  root.classList.add('js');
  let spoken = 0;
  const say = text => {  // once the typing has paused, so that a screen reader is not talked over
    clearTimeout(spoken);
    spoken = setTimeout(() => { $('#live').textContent = text; }, 150);
  };
  const plain = event => !(event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);

  // Completions: the combobox pattern of the ARIA guide. What was typed is never changed before it is chosen.
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
    let waiting = 0, request = null, asked = null, at = -1, composing = false;

    const close = () => {
      clearTimeout(waiting);
      if (request) request.abort();
      list.hidden = true;
      at = -1;
      box.setAttribute('aria-expanded', 'false');
      box.removeAttribute('aria-activedescendant');
    };
    const mark = to => {
      at = to;
      $$('[role=option]', list).forEach((option, number) => option.setAttribute('aria-selected', String(number === at)));
      const here = list.children[at];
      if (here) { box.setAttribute('aria-activedescendant', here.id); here.scrollIntoView({block: 'nearest'}); }
      else box.removeAttribute('aria-activedescendant');
    };
    const choose = option => {
      close();
      if (option.dataset.id) { location.assign(form.dataset.article + encodeURIComponent(option.dataset.id)); return; }
      box.value = asked = option.dataset.text;
      form.requestSubmit();
    };
    const show = found => {
      list.replaceChildren(...found.map((each, number) => {
        const option = document.createElement('li'), words = document.createElement('span');
        set({role: 'option', id: `completion-${number}`, 'aria-selected': 'false'}, option);
        option.dataset.text = each.text;
        words.lang = 'vi';
        if (each.kind === 'title' && each.id) option.dataset.id = each.id;
        // Of the answer's HTML nothing but text and marks is taken over.
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
      list.hidden = !found.length;
      box.setAttribute('aria-expanded', String(!!found.length));
      mark(-1);
      if (found.length) say(form.dataset.count.replace('{many}', found.length));
    };
    const look = async () => {
      const typed = box.value.trim();
      if (typed === asked && !list.hidden) return;
      asked = typed;
      if (request) request.abort();
      if (!typed) { close(); return; }
      const own = request = new AbortController();
      try {
        const answer = await fetch(`${form.dataset.suggest}?q=${encodeURIComponent(typed)}`, {signal: own.signal});
        const found = answer.ok ? (await answer.json()).suggestions : [];
        if (own === request && !own.signal.aborted && document.activeElement === box) show(found);
      } catch (error) {
        if (error.name !== 'AbortError') close();
      }
    };
    box.addEventListener('input', () => { clearTimeout(waiting); waiting = setTimeout(look, 120); });
    // Vietnamese is typed through an input method: while it composes a word, the keys are its own.
    box.addEventListener('compositionstart', () => { composing = true; });
    box.addEventListener('compositionend', () => { composing = false; });
    box.addEventListener('keydown', event => {
      if (composing || event.isComposing || event.keyCode === 229) return;
      const count = list.children.length, open = !list.hidden;
      const to = {ArrowDown: at + 1 < count ? at + 1 : -1, ArrowUp: at < 0 ? count - 1 : at - 1, Home: 0, End: count - 1}[event.key];
      if (event.key === 'ArrowDown' && !open) { asked = null; look(); event.preventDefault(); }
      else if (open && to !== undefined && (at >= 0 || event.key.startsWith('Arrow'))) { mark(to); event.preventDefault(); }
      else if (open && event.key === 'Enter' && at >= 0) { event.preventDefault(); choose(list.children[at]); }
      else if (open && event.key === 'Escape') { close(); event.preventDefault(); }
      else if (event.key === 'Tab' || event.key === 'Enter') close();
    });
    list.addEventListener('mousedown', event => event.preventDefault());  // the box keeps the focus
    list.addEventListener('click', event => {
      const option = event.target.closest('[role=option]');
      if (option) choose(option);
    });
    box.addEventListener('blur', close);
    form.addEventListener('submit', close);
  }
  document.addEventListener('keydown', event => {
    if (event.key === '/' && box && plain(event) && !event.target.closest('input, textarea, select, [contenteditable]')) {
      event.preventDefault();
      box.focus();
      box.select();
    }
  });

  // The menu of narrow windows closes as one expects.
  const menu = $('details.drop');
  document.addEventListener('click', event => { if (menu && menu.open && !menu.contains(event.target)) menu.open = false; });
  document.addEventListener('keydown', event => {
    if (event.key === 'Escape' && menu && menu.open) { menu.open = false; $('summary', menu).focus(); }
  });

  const brushes = brush();
  if (!document.body.classList.contains('results') || !window.AbortController || !form) return;

  // Results in place: the page behind the link is fetched and its middle put where ours was.
  const home = new URL(form.action).pathname;
  const bare = url => url.href.split('#')[0];
  const isResults = url => url.origin === location.origin && url.pathname === home && url.search;
  let shown = bare(new URL(location.href)), running = null;
  history.scrollRestoration = 'manual';
  const remember = () => history.replaceState({...history.state, top: scrollY}, '');

  async function go(url, {push = true, top = null, focus = ''} = {}) {
    if (running) running.abort();
    push = push && bare(url) !== shown;
    const own = running = new AbortController();
    const slow = setTimeout(() => { root.classList.add('slow'); $('#live').textContent = $('#live').dataset.loading; }, 250);
    try {
      const answer = await fetch(bare(url), {signal: own.signal, headers: {Accept: 'text/html'}});
      const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
      if (!answer.ok || !fresh.body.classList.contains('results')) throw new Error(answer.status);
      if (push && sheetIsOpen()) {  // all that is chosen in the sheet is one step back
        history.replaceState({}, '', `${bare(url)}#filters`);
      } else if (push) {
        remember();
        history.pushState({}, '', bare(url));
      }
      shown = bare(url);
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
    const keyed = document.activeElement && document.activeElement.closest('[data-key]');
    const key = keyed ? keyed.dataset.key : '';
    const inSheet = sheetIsOpen();
    const open = new Map($$('details[data-name]').map(each => [each.dataset.name, each.open]));
    const scrolled = $('#filters').scrollTop;
    const held = $('#filters').contains(document.activeElement);
    for (const id of ['found', 'filters']) document.getElementById(id).replaceChildren(...document.adoptNode(fresh.getElementById(id)).childNodes);
    for (const each of $$('details[data-name]')) if (open.get(each.dataset.name)) each.open = true;
    $('#filters').scrollTop = scrolled;
    document.title = fresh.title;
    const theirs = $('form.search', fresh);
    $('.kept', form).replaceWith($('.kept', theirs));
    if (document.activeElement !== box) box.value = $('input[type=search]', theirs).value;
    const same = ['#for-programs', '#feed', 'link[rel=canonical]', 'link[rel=alternate]'];
    for (const each of same) if ($(each) && $(each, fresh)) $(each).href = $(each, fresh).getAttribute('href');
    const others = $$('a.language', fresh);
    $$('a.language').forEach((each, number) => { each.href = others[number].href; });
    const heading = $('#found h1');
    const again = key && focus !== 'heading' && $$('[data-key]').find(each => each.dataset.key === key && each.checkVisibility());
    if (again) again.focus({preventScroll: true});
    else if (inSheet && held) $('#filters .done').focus({preventScroll: true});
    else if (document.activeElement !== box) { heading.tabIndex = -1; heading.focus({preventScroll: true}); }
    say(heading.textContent.trim());
    brushes();
    dressSheet();
  }

  document.addEventListener('click', event => {
    const link = event.target.closest('main a[href]');
    if (!link || !plain(event) || link.target) return;
    const url = new URL(link.href.baseVal === undefined ? link.href : link.href.baseVal, location.href);
    if (link.matches('.open-filters')) { event.preventDefault(); openSheet(); return; }
    if (link.matches('#filters .done')) { event.preventDefault(); closeSheet(); return; }
    if (!isResults(url) || url.hash) return;
    event.preventDefault();
    const paging = link.closest('.pager');
    go(url, paging ? {top: 0, focus: 'heading'} : {});
  });
  document.addEventListener('submit', event => {
    const sent = event.target;
    if (event.defaultPrevented || new URL(sent.action).pathname !== home || sent.method !== 'get') return;
    event.preventDefault();
    const url = new URL(sent.action);
    url.search = new URLSearchParams([...new FormData(sent)].filter(([name, value]) => value || name === 'q'));
    if (sent === form) { box.blur(); closeSheet(); }
    go(url, sent === form ? {top: 0, focus: 'heading'} : {});
  });
  addEventListener('popstate', event => {
    const url = new URL(location.href);
    root.classList.toggle('sheet', url.hash === '#filters');
    dressSheet();
    if (bare(url) === shown) return;
    if (isResults(url)) go(url, {push: false, top: (event.state && event.state.top) || 0});
    else location.reload();
  });
  addEventListener('pagehide', remember);
  const kept = history.state && history.state.top;
  if (kept) scrollTo({top: kept, behavior: 'instant'});

  // On a phone the filters are a sheet; without the script its address opens it.
  function sheetIsOpen() { return root.classList.contains('sheet'); }
  function openSheet() {
    remember();
    history.pushState({}, '', `${shown}#filters`);
    root.classList.add('sheet');
    dressSheet();
    $('#filters .done').focus();
  }
  function closeSheet() {
    if (!sheetIsOpen()) return;
    history.replaceState({}, '', shown);
    root.classList.remove('sheet');
    dressSheet();
    $('.open-filters').focus();
  }
  function dressSheet() {
    const open = sheetIsOpen() && getComputedStyle($('#filters')).position === 'fixed';
    for (const each of $$('body > header, body > footer, .skip, #found')) each.inert = open;
    const sheet = $('#filters');
    if (open) { sheet.setAttribute('role', 'dialog'); sheet.setAttribute('aria-modal', 'true'); }
    else { sheet.removeAttribute('role'); sheet.removeAttribute('aria-modal'); }
  }
  document.addEventListener('keydown', event => { if (event.key === 'Escape' && sheetIsOpen()) closeSheet(); });
  addEventListener('resize', dressSheet);
  if (location.hash === '#filters') root.classList.add('sheet');
  dressSheet();

  // The chart: drag across bars, or hold Shift with the arrow keys, to choose a period. Out: what to do with a new chart.
  function brush() {
    const apply = (chart, first, last) => {
      const url = new URL(chart.closest('.timeline').dataset.anything, location.href);
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
    const ready = () => $$('svg.bars').forEach(chart => {
      const bars = $$('a.bar', chart);
      chart.parentElement.scrollLeft = chart.parentElement.scrollWidth;  // of a long one the latest years
      $('.how', chart.closest('.timeline')).hidden = false;
      let from = -1, to = -1, dragged = false;
      const clear = () => { bars.forEach(bar => bar.classList.remove('brushed')); from = to = -1; };
      const under = event => {
        const frame = chart.getBoundingClientRect();
        const share = (event.clientX - frame.left) / frame.width;
        return Math.max(0, Math.min(bars.length - 1, Math.floor(share * bars.length)));
      };
      chart.addEventListener('dragstart', event => event.preventDefault());
      chart.addEventListener('pointerdown', event => {
        if (event.button || event.pointerType === 'touch' && chart.parentElement.scrollWidth > chart.parentElement.clientWidth) return;
        from = to = under(event);
        dragged = false;
      });
      addEventListener('pointermove', event => {
        if (from < 0 || !event.buttons || !chart.isConnected) return;
        to = under(event);
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
      // One stop for Tab; arrows go on from there.
      let here = Math.max(0, bars.findIndex(bar => bar.hasAttribute('aria-current')));
      const stop = number => bars.forEach((bar, each) => bar.setAttribute('tabindex', each === number ? '0' : '-1'));
      stop(here);
      chart.addEventListener('focusin', event => { const number = bars.indexOf(event.target.closest('a.bar')); if (number >= 0) stop(here = number); });
      chart.addEventListener('keydown', event => {
        const next = {ArrowLeft: here - 1, ArrowRight: here + 1, Home: 0, End: bars.length - 1}[event.key];
        if (next !== undefined && bars[next]) {
          event.preventDefault();
          if (event.shiftKey) {
            if (from < 0) from = here;
            const [first, last] = paint(bars, from, to = next);
            say(chart.closest('.timeline').dataset.chosen.replace('{first}', first).replace('{last}', last));
          } else clear();
          bars[next].focus();
        } else if (event.key === 'Enter' && from >= 0 && to >= 0) {
          event.preventDefault();
          apply(chart, ...paint(bars, from, to));
        } else if (event.key === 'Escape') clear();
      });
    });
    ready();
    return ready;
  }
})();
