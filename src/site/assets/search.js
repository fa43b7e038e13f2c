// The search of a help site written by ckm export --as html. It reads the scripts in search/ (site/search_index.hh says what they
// hold), folds and takes words apart as ckm does, and builds what it shows of text nodes alone.
(function () {
  "use strict";

  var ROOT = document.body.getAttribute("data-root") || "";
  var DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  var VALUE = new Int8Array(128);
  for (var d = 0; d < 64; ++d) VALUE[DIGITS.charCodeAt(d)] = d;
  var PAGE = 10;        // Results at a time.
  var MOST_WORDS = 24;  // Words that a beginning stands for.
  var EXCERPT = 150;    // Columns.
  var PAUSE = 120;      // Milliseconds after which texts are loaded: not while somebody types.

  // --- The index, a script at a time ---------------------------------------------------------------------------------

  var arrived = {};  // Values by the name of their script.
  var waiting = {};  // Promises of them.

  self.ckmIndex = function (name, value) { arrived[name] = value; };

  function load(name) {
    if (!waiting[name]) {
      waiting[name] = new Promise(function (done, failed) {
        var script = document.createElement("script");
        script.src = ROOT + "search/" + name + ".js" + (name === "head" ? "" : "?v=" + head.version);
        script.onload = function () { done(arrived[name]); };
        script.onerror = function () { delete waiting[name]; failed(new Error(name)); };
        document.head.appendChild(script);
      });
    }
    return waiting[name];
  }

  var head = null;
  var docs = null;
  var starting = null;
  function start() {
    if (starting) return starting;
    starting = load("head").then(function (value) {
      head = value;
      return Promise.all([load("docs"), load("words")]);
    }).then(function (values) {
      var d = values[0];
      docs = { titles: d.titles.split("\n"), ids: d.ids.split("\n"), in_: d["in"], spoken: d.spoken, languages: d.languages, categories: d.categories };
      read_words(values[1]);
    });
    starting.catch(function () { starting = null; });
    return starting;
  }

  // --- Folding and words, as text/fold.hh and text/tokenize.hh have them ---------------------------------------------

  var folds = new Map();  // A character to what it becomes.
  var known = new Map();  // A character to its fold and its class.
  var dictionary = new Map();  // A word to its place in `words`.
  var words = [], sizes = [], stems_of = [], masks = null;

  function read_words(value) {
    value.folds.split("\n").forEach(function (line) {
      var from = String.fromCodePoint(line.codePointAt(0) || 0);
      folds.set(from, line.slice(from.length));
    });
    value.words.split("\n").forEach(function (line) {
      if (line === "") return;
      var parts = line.split(" ");
      var word = parts[0].slice(1);
      dictionary.set(word, words.length);
      sizes.push(VALUE[line.charCodeAt(0)]);
      words.push(word);
      stems_of.push(parts.length === 1 ? null : parts.slice(1));
    });
  }

  function stems(at) {
    var cuts = stems_of[at];
    if (cuts === null) return [words[at]];
    return cuts.map(function (cut) {
      var letters = Array.from(words[at]);
      return letters.slice(0, letters.length - VALUE[cut.charCodeAt(0)]).join("") + cut.slice(1);
    });
  }

  var CHARACTER = /^[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Bopo}\p{sc=Hang}\p{sc=Thai}\p{sc=Laoo}\p{sc=Khmr}\p{sc=Mymr}\u30fc\u3005\u3006]$/u;
  var SCRIPTS = [/^\p{sc=Latn}$/u, /^\p{sc=Cyrl}$/u, /^\p{sc=Grek}$/u, /^\p{sc=Arab}$/u, /^\p{sc=Hebr}$/u];
  var GONE = /^\p{DI}$/u, MARK = /^\p{M}$/u, NUMBER = /^\p{Nd}$/u, LETTER = /^[\p{L}\p{N}]$/u;

  // 0 a separator, 1 a mark, 2 a digit, 3 a character of its own, 4 and more letters by script, -1 nothing.
  function class_of(c) {
    if (GONE.test(c)) return -1;
    if (MARK.test(c)) return 1;
    if (NUMBER.test(c)) return 2;
    if (CHARACTER.test(c)) return 3;
    for (var i = 0; i < SCRIPTS.length; ++i) if (SCRIPTS[i].test(c)) return 4 + i;
    return LETTER.test(c) ? 4 + SCRIPTS.length : 0;
  }

  // [folded characters, their classes]
  function fold(c) {
    var found = known.get(c);
    if (found) return found;
    var out = folds.get(c);
    if (out === undefined) {
      out = "";
      Array.from(c.normalize("NFKC").toLowerCase()).forEach(function (each) { out += folds.has(each) ? folds.get(each) : each; });
    }
    var all = Array.from(out);
    found = { characters: all, classes: all.map(class_of) };
    known.set(c, found);
    return found;
  }

  var ELIDED = /^(?:..?|.*qu|all|bell|coll|dall|dell|nell|quell|sant|sull)$/u;

  // The words of a text in order: {word, begin, end} with places in the text; `character` where it is one of its own, `joined`
  // where the one before it stands right before it.
  function tokens(text) {
    var out = [];
    var word = "", script = 0, begin = 0, end = 0, letters = false, last = -1;
    function close() {
      if (word !== "") out.push({ word: word.normalize("NFC"), begin: begin, end: end, character: false, joined: false });
      word = ""; script = 0; letters = false;
    }
    var list = Array.from(text);
    var at = 0;
    for (var i = 0; i < list.length; ++i) {
      var c = list[i];
      var next = at + c.length;
      if ((c === "'" || c === "\u2019") && letters) {
        var after = i + 1 < list.length ? fold(list[i + 1]) : null;
        if (after && after.classes[0] >= 4) {
          var second = i + 2 < list.length ? fold(list[i + 2]) : null;
          var ends = !second || second.classes.length === 0 || second.classes[0] === 0;
          if (after.characters[0] === "s" && ends) { close(); i += 1; at = next + list[i].length; last = -1; continue; }
          if (word.indexOf("'") < 0 && ELIDED.test(word)) { close(); at = next; continue; }
          word += "'"; end = next; at = next;
          continue;
        }
      }
      var folded = fold(c);
      for (var k = 0; k < folded.characters.length; ++k) {
        var is = folded.classes[k];
        if (is === -1) continue;
        if (is === 1) { if (word !== "") { word += folded.characters[k]; end = next; } continue; }
        if (is === 0) { close(); last = -1; continue; }
        if (is === 3) {
          close();
          out.push({ word: folded.characters[k], begin: at, end: next, character: true, joined: last === out.length - 1 && last >= 0 });
          last = out.length - 1;
          continue;
        }
        last = -1;
        if (is >= 4) {
          if (script !== 0 && script !== is) close();
          script = is;
          letters = true;
        }
        if (word === "") begin = at;
        word += folded.characters[k];
        end = next;
      }
      at = next;
    }
    close();
    return out;
  }

  // --- Near spellings -------------------------------------------------------------------------------------------------

  function mask_of(word) {
    var mask = 0;
    for (var i = 0; i < word.length; ++i) mask |= 1 << (word.charCodeAt(i) % 31);
    return mask;
  }
  function bits(n) {
    var count = 0;
    for (; n !== 0; n &= n - 1) ++count;
    return count;
  }

  // Damerau and Levenshtein's distance with neighbours swapped (optimal string alignment), up to `most`; more is most + 1.
  function distance(a, b, most) {
    var before = [], last = [], row = [], i, j;
    for (j = 0; j <= b.length; ++j) last[j] = j;
    for (i = 1; i <= a.length; ++i) {
      row = [i];
      var least = i;
      for (j = 1; j <= b.length; ++j) {
        var cost = a[i - 1] === b[j - 1] ? 0 : 1;
        var best = Math.min(row[j - 1] + 1, last[j] + 1, last[j - 1] + cost);
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) best = Math.min(best, before[j - 2] + 1);
        row[j] = best;
        if (best < least) least = best;
      }
      if (least > most) return most + 1;
      before = last;
      last = row;
    }
    return last[b.length];
  }

  function near(word) {
    var most = word.length >= 8 ? 2 : word.length >= 4 ? 1 : 0;
    if (most === 0 || /\d/.test(word)) return [];
    if (masks === null) masks = Int32Array.from(words, mask_of);
    var mask = mask_of(word);
    var found = [];
    for (var i = 0; i < words.length; ++i) {
      if (Math.abs(words[i].length - word.length) > most || bits(masks[i] ^ mask) > 2 * most) continue;
      var far = distance(word, words[i], most);
      if (far <= most && far > 0) found.push({ at: i, far: far });
    }
    var least = found.reduce(function (a, b) { return Math.min(a, b.far); }, 9);
    // Whoever mistypes gets the first letter right, mostly.
    return found.filter(function (f) { return f.far === least; }).sort(function (a, b) {
      var same = (words[b.at][0] === word[0] ? 1 : 0) - (words[a.at][0] === word[0] ? 1 : 0);
      return same || sizes[b.at] - sizes[a.at];
    }).slice(0, 6);
  }

  // Words of English that no article has in that form, by one that some have: what a stemmer would see. [what goes, what comes]
  var FORMS = [["ies", "y"], ["ied", "y"], ["es", ""], ["s", ""], ["ed", ""], ["ed", "e"], ["ing", ""], ["ing", "e"], ["ings", ""], ["er", ""], ["er", "e"],
    ["ers", ""], ["ly", ""], ["ment", ""], ["ments", ""], ["y", "ies"], ["", "s"], ["", "es"], ["", "d"], ["", "ed"], ["", "ing"], ["e", "ing"]];
  function forms(word) {
    if (!/^[a-z]{4,}$/.test(word)) return [];
    var found = [];
    FORMS.forEach(function (form) {
      if (!word.endsWith(form[0])) return;
      var base = word.slice(0, word.length - form[0].length);
      [base + form[1], /([b-df-hj-np-tv-z])\1$/.test(base) ? base.slice(0, -1) : ""].forEach(function (other) {
        var at = other.length >= 3 ? dictionary.get(other) : undefined;
        if (at !== undefined && found.indexOf(at) < 0) found.push(at);
      });
    });
    return found.slice(0, 4);
  }

  // --- A query --------------------------------------------------------------------------------------------------------

  // Units, all of which an article has to have to be among the first: {terms: [{lane, term, share}], instead}.
  function parse(text) {
    var list = tokens(text);
    var units = [];
    for (var i = 0; i < list.length; ++i) {
      var token = list[i];
      if (token.character) {
        var next = list[i + 1];
        if (token.joined) {
          units.push(unit("p", list[i - 1].word + token.word, [list[i - 1].word, token.word]));
        } else if (!next || !next.joined) {
          units.push(unit("h", token.word, null));
        }
        continue;
      }
      units.push(word_unit(token.word, i === list.length - 1 && token.end === text.length));
    }
    return { units: units, tokens: list };
  }
  function unit(lane, term, characters) { return { terms: [{ lane: lane, term: term, share: 1 }], characters: characters, meant: null, words: null }; }

  function word_unit(word, typing) {
    var shares = new Map();
    var all = [];
    function take(at, share) {
      all.push(at);
      stems(at).forEach(function (stem) { if (!(shares.get(stem) >= share)) shares.set(stem, share); });
    }
    var exact = dictionary.get(word);
    if (exact !== undefined) take(exact, 1);
    if (typing) {
      var begun = [];
      for (var i = 0; i < words.length; ++i) if (i !== exact && words[i].length > word.length && words[i].startsWith(word)) begun.push(i);
      begun.sort(function (a, b) { return sizes[b] - sizes[a] || words[a].length - words[b].length; });
      begun.slice(0, MOST_WORDS).forEach(function (at) { take(at, exact === undefined ? 0.8 : 0.5); });
    }
    var meant = null;
    if (all.length === 0) forms(word).forEach(function (at) { take(at, 0.95); });
    if (all.length === 0) {
      near(word).forEach(function (f) {
        take(f.at, 0.7 / f.far);
        if (meant === null) meant = words[f.at];
      });
    }
    var terms = [];
    shares.forEach(function (share, stem) { terms.push({ lane: "w", term: stem, share: share }); });
    return { terms: terms, characters: null, meant: meant, words: new Set(all) };
  }

  // The script that a term is in; null: in none.
  function shard(term) {
    var starts = head.starts[term.lane];
    var low = 0, high = starts.length;
    while (low < high) {
      var middle = (low + high) >> 1;
      if (before(term.term, starts[middle])) high = middle; else low = middle + 1;
    }
    return low === 0 ? null : term.lane + (low - 1);
  }
  // By code points, as the shards are.
  function before(a, b) {
    var n = Math.min(a.length, b.length);
    for (var i = 0; i < n; ++i) {
      var x = a.charCodeAt(i), y = b.charCodeAt(i);
      if (x === y) continue;
      var surrogates = (x >= 0xd800 && x < 0xe000 ? 1 : 0) - (y >= 0xd800 && y < 0xe000 ? 1 : 0);
      return surrogates !== 0 ? surrogates < 0 : x < y;
    }
    return a.length < b.length;
  }

  var lists = new Map();  // Decoded postings by lane and term.
  var tables = {};        // Shards as maps.
  function postings(term) {
    var key = term.lane + term.term;
    var list = lists.get(key);
    if (list !== undefined) return list;
    var name = shard(term);
    list = null;
    if (name !== null) {
      if (!tables[name]) {
        tables[name] = new Map();
        for (var i = 0; i < arrived[name].length; i += 2) tables[name].set(arrived[name][i], arrived[name][i + 1]);
      }
      var code = tables[name].get(term.term);
      if (code !== undefined) list = decode(code);
    }
    lists.set(key, list);
    return list;
  }
  function decode(code) {
    var found = [], weights = [], doc = -1;
    for (var i = 0; i < code.length;) {
      var step = 0, shift = 0, v;
      do {
        v = VALUE[code.charCodeAt(i++)];
        step |= (v & 31) << shift;
        shift += 5;
      } while (v >= 32);
      doc += step;
      found.push(doc);
      weights.push(VALUE[code.charCodeAt(i++)]);
    }
    return { docs: found, weights: weights };
  }

  // Loads what the terms are in.
  function fetch_terms(terms) {
    var missing = [];
    terms.forEach(function (term) {
      var name = shard(term);
      if (name !== null && !arrived[name] && missing.indexOf(name) < 0) missing.push(name);
    });
    return missing.length === 0 ? null : Promise.all(missing.map(load));
  }

  function all_terms(units) { return [].concat.apply([], units.map(function (u) { return u.terms; })); }

  // A pair that no article has is looked for as its two characters.
  function without_missing_pairs(units) {
    var out = [];
    units.forEach(function (u) {
      if (u.characters === null || postings(u.terms[0]) !== null) { out.push(u); return; }
      u.characters.forEach(function (c) {
        if (!out.some(function (o) { return o.terms.length === 1 && o.terms[0].term === c; })) out.push(unit("h", c, null));
      });
    });
    return out;
  }

  // What an article's title is made of, as units' terms would have it.
  var title_terms = new Map();
  function title_of(doc) {
    var found = title_terms.get(doc);
    if (!found) title_terms.set(doc, found = key_terms(tokens(docs.titles[doc])));
    return found;
  }
  function key_terms(list) {
    return list.map(function (t) {
      var at = t.character ? undefined : dictionary.get(t.word);
      return at === undefined ? t.word : stems(at)[0];
    });
  }

  // {docs, all: how many have every unit, units}; docs best first: those with all units, then those with most of them.
  function rank(query, units) {
    var n = head.articles;
    var score = new Float64Array(n), count = new Uint8Array(n), touched = [];
    units.forEach(function (u) {
      var best = new Map();
      u.terms.forEach(function (term) {
        var list = postings(term);
        if (list === null) return;
        for (var i = 0; i < list.docs.length; ++i) {
          var value = term.share * (1 + list.weights[i]);
          if (!(best.get(list.docs[i]) >= value)) best.set(list.docs[i], value);
        }
      });
      best.forEach(function (value, doc) {
        if (count[doc] === 0) touched.push(doc);
        score[doc] += value;
        if (count[doc] < 255) ++count[doc];
      });
    });
    var whole = Math.min(units.length, 255);
    var least = Math.max(1, Math.ceil(whole / 2));
    var found = touched.filter(function (doc) { return count[doc] >= least; });
    function order(a, b) { return (count[b] === whole) - (count[a] === whole) || score[b] - score[a] || a - b; }
    found.forEach(function (doc) { score[doc] *= count[doc] / whole; });
    found.sort(order);
    // The best by how the words stand in the title.
    var asked = key_terms(query.tokens);
    found.slice(0, 100).forEach(function (doc) {
      var title = title_of(doc), pairs = 0;
      for (var i = 0; i + 1 < asked.length; ++i) {
        for (var j = 0; j + 1 < title.length; ++j) {
          if (title[j] === asked[i] && title[j + 1] === asked[i + 1]) { ++pairs; break; }
        }
      }
      var share = asked.length > 1 ? pairs / (asked.length - 1) : 0;
      if (title.length === asked.length && (asked.length === 1 ? title[0] === asked[0] : share === 1)) share += 0.5;
      score[doc] *= 1 + 0.4 * share;
    });
    found.sort(order);
    return { docs: found, all: touched.filter(function (doc) { return count[doc] === whole; }).length, units: units };
  }

  // Calls `done` with what rank() gives; at once where all is there.
  function find(text, done, failed) {
    var query = parse(text);
    if (query.units.length === 0) { done({ docs: [], all: 0, units: [], query: query }); return; }
    function then(promise, go) { if (promise === null) go(); else promise.then(go).catch(failed); }
    then(fetch_terms(all_terms(query.units)), function () {
      var units = without_missing_pairs(query.units);
      then(fetch_terms(all_terms(units)), function () {
        var result = rank(query, units);
        result.query = query;
        done(result);
      });
    });
  }

  // --- What is shown --------------------------------------------------------------------------------------------------

  // Which words of a text were asked for: spans [begin, end) that don't overlap.
  function spans(list, units) {
    var characters = new Set(), pairs = new Set(), stem_set = new Set(), word_set = new Set();
    units.forEach(function (u) {
      u.terms.forEach(function (t) { (t.lane === "w" ? stem_set : t.lane === "p" ? pairs : characters).add(t.term); });
      if (u.words) u.words.forEach(function (at) { word_set.add(at); });
    });
    var out = [];
    function add(begin, end, what) {
      var last = out[out.length - 1];
      if (last && begin <= last.end) { last.end = Math.max(last.end, end); last.what.add(what); } else out.push({ begin: begin, end: end, what: new Set([what]) });
    }
    for (var i = 0; i < list.length; ++i) {
      var t = list[i];
      if (t.character) {
        if (t.joined && pairs.has(list[i - 1].word + t.word)) add(list[i - 1].begin, t.end, list[i - 1].word + t.word);
        else if (characters.has(t.word)) add(t.begin, t.end, t.word);
        continue;
      }
      var at = dictionary.get(t.word);
      if (at === undefined) continue;
      if (word_set.has(at) || stems(at).some(function (s) { return stem_set.has(s); })) add(t.begin, t.end, stems(at)[0]);
    }
    return out;
  }

  function marked(into, text, marks, begin, end) {
    var at = begin;
    marks.forEach(function (m) {
      if (m.end <= begin || m.begin >= end) return;
      var from = Math.max(m.begin, begin), to = Math.min(m.end, end);
      if (from > at) into.appendChild(document.createTextNode(text.slice(at, from)));
      var mark = document.createElement("mark");
      mark.appendChild(document.createTextNode(text.slice(from, to)));
      into.appendChild(mark);
      at = to;
    });
    if (end > at) into.appendChild(document.createTextNode(text.slice(at, end)));
  }

  function columns(text) {
    var n = 0;
    for (var i = 0; i < text.length; ++i) n += text.charCodeAt(i) >= 0x1100 ? 2 : 1;
    return n;
  }
  // Where `most` columns from `at` on end, between words.
  function end_of(text, at, most) {
    var n = 0, i = at;
    for (; i < text.length && n < most; ++i) n += text.charCodeAt(i) >= 0x1100 ? 2 : 1;
    if (i >= text.length) return text.length;
    var blank = text.lastIndexOf(" ", i);
    if (blank > at && i - blank < 20) return blank;
    return text.charCodeAt(i) >= 0xdc00 && text.charCodeAt(i) < 0xe000 ? i + 1 : i;
  }

  // The piece of a text with the most of what was asked for.
  function excerpt(into, text, list, units) {
    var marks = spans(list, units);
    var begin = 0, best = -1;
    marks.forEach(function (m, i) {
      var what = new Set();
      for (var j = i; j < marks.length && columns(text.slice(m.begin, marks[j].end)) <= EXCERPT - 20; ++j) marks[j].what.forEach(function (w) { what.add(w); });
      if (what.size > best) { best = what.size; begin = m.begin; }
    });
    if (begin > 0) {
      var back = begin, n = 0;
      while (back > 0 && n < 36) { --back; n += text.charCodeAt(back) >= 0x1100 ? 2 : 1; }
      if (back > 0) {
        var blank = text.indexOf(" ", back);
        if (blank >= 0 && blank < begin) back = blank + 1;
        else if (text.charCodeAt(back) >= 0xdc00 && text.charCodeAt(back) < 0xe000) ++back;
      }
      begin = back;
    }
    var end = end_of(text, begin, EXCERPT);
    if (begin > 0) into.appendChild(document.createTextNode("…"));
    marked(into, text, marks, begin, end);
    if (end < text.length) into.appendChild(document.createTextNode("…"));
    return marks.length > 0;
  }

  function element(name, kind, text) {
    var e = document.createElement(name);
    if (kind) e.className = kind;
    if (text) e.appendChild(document.createTextNode(text));
    return e;
  }
  function language(e, doc) {
    var tag = docs.languages[docs.spoken[doc]];
    if (tag && tag !== document.documentElement.lang) e.lang = tag;
  }

  // On pages with a place for results; `box` is on all.
  var box = document.getElementById("q");
  var results = document.getElementById("results");
  var status = document.getElementById("status");
  var browse = document.getElementById("browse");
  var turn = 0;       // Of the search that counts: what comes later than another one is dropped.
  var shown = null;   // The query that is shown.
  var texts = new Map();

  function say(text) { if (status.textContent !== text) status.textContent = text; }
  function clear(e) { while (e.firstChild) e.removeChild(e.firstChild); }

  function show_nothing() {
    clear(results);
    results.hidden = true;
    browse.hidden = false;
    say("");
    shown = null;
  }

  function with_text(doc, go) {
    var known_text = texts.get(doc);
    if (known_text) { go(known_text); return; }
    var name = "t" + Math.floor(doc / head.texts);
    function ready() {
      var at = (doc % head.texts) * 2;
      var found = { text: arrived[name][at], asked: arrived[name][at + 1] };
      found.tokens = tokens(found.text);
      texts.set(doc, found);
      go(found);
    }
    if (arrived[name]) { ready(); return; }
    var mine = turn;
    setTimeout(function () {
      if (mine === turn) load(name).then(ready).catch(function () { say(results.getAttribute("data-failed")); });
    }, PAUSE);
  }

  function add_result(list, doc, units) {
    var item = element("li");
    var link = element("a");
    link.href = ROOT + "article/" + docs.ids[doc] + ".html";
    language(link, doc);
    var title = docs.titles[doc];
    marked(link, title, spans(tokens(title), units), 0, title.length);
    item.appendChild(link);
    item.appendChild(element("p", "in", docs.categories[docs.in_[doc]]));
    var line = element("p", "excerpt");
    language(line, doc);
    item.appendChild(line);
    list.appendChild(item);
    with_text(doc, function (found) {
      if (line.firstChild) return;
      var probe = document.createDocumentFragment();
      if (!excerpt(probe, found.text, found.tokens, units) && found.asked !== "") {
        var other = document.createDocumentFragment();
        var asked = tokens(found.asked);
        if (excerpt(other, found.asked.replace(/ · $/, ""), asked, units)) probe = other;
      }
      if (!probe.firstChild) line.hidden = true;
      line.appendChild(probe);
    });
  }

  function show(text, result) {
    var had = results.contains(document.activeElement);
    clear(results);
    results.hidden = false;
    browse.hidden = true;
    shown = text;
    results.setAttribute("data-q", text);
    var total = result.all > 0 ? result.all : result.docs.length;
    if (result.docs.length === 0) {
      say(head.labels.nothing.replace("{}", text.trim()));
      results.appendChild(element("p", "notice", head.labels.other));
      browse.hidden = false;
      return;
    }
    var meant = [];
    result.units.forEach(function (u) { if (u.meant) meant.push(u.meant); });
    say((total === 1 ? head.labels.result : head.labels.results.replace("{}", String(total))) +
        (meant.length > 0 ? " · " + head.labels.meant.replace("{}", meant.join(" ")) : ""));
    var list = element("ol", "found");
    results.appendChild(list);
    var done = 0;
    function more() {
      result.docs.slice(done, done + PAGE).forEach(function (doc) { add_result(list, doc, result.units); });
      done += PAGE;
    }
    more();
    if (result.docs.length > PAGE) {
      var button = element("button", "more", head.labels.more);
      button.type = "button";
      button.addEventListener("click", function () {
        var first = list.children.length;
        more();
        if (done >= result.docs.length) results.removeChild(button);
        list.children[first].querySelector("a").focus();
      });
      results.appendChild(button);
    }
    if (had) box.focus();
  }

  function remember(text) {
    var hash = text.trim() === "" ? "" : "#q=" + encodeURIComponent(text);
    var path = location.pathname.split("/").pop();
    if (location.hash !== hash || location.search !== "") history.replaceState(null, "", (path || "./") + hash);
  }

  function search(text) {
    var mine = ++turn;
    if (text.trim() === "") { show_nothing(); return; }
    function failed() { if (mine === turn) say(results.getAttribute("data-failed")); }
    function go() {
      if (mine !== turn) return;
      find(text, function (result) { if (mine === turn) show(text, result); }, failed);
    }
    if (docs !== null) { go(); return; }
    say(results.getAttribute("data-loading"));
    start().then(go).catch(failed);
  }

  function asked_by_address() {
    var found = /[#?&]q=([^&#]*)/.exec(location.hash) || /[?&]q=([^&#]*)/.exec(location.search);
    if (!found) return "";
    try { return decodeURIComponent(found[1].replace(/\+/g, " ")); } catch (e) { return ""; }
  }

  function move(by) {
    var links = Array.from(results.querySelectorAll(".found a, .more"));
    var at = links.indexOf(document.activeElement);
    if (at < 0 && by < 0) return;
    if (at + by < 0) { box.focus(); return; }
    if (at + by < links.length) links[at + by].focus();
  }

  if (box) {
    document.addEventListener("keydown", function (event) {
      var typing = /^(?:INPUT|TEXTAREA|SELECT)$/.test(document.activeElement ? document.activeElement.tagName : "");
      if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
        event.preventDefault();
        box.focus();
        box.select();
      }
    });
  }
  if (box && results) {
    var composing = false;
    var changed = function () { if (!composing) { remember(box.value); search(box.value); } };
    box.addEventListener("focus", function () { start().catch(function () {}); });
    box.addEventListener("compositionstart", function () { composing = true; });
    box.addEventListener("compositionend", function () { composing = false; changed(); });
    box.addEventListener("input", changed);
    box.form.addEventListener("submit", function (event) {
      event.preventDefault();
      changed();
      var first = results.querySelector(".found a");
      if (first && shown === box.value) first.focus();
    });
    box.addEventListener("keydown", function (event) {
      if (event.isComposing) return;
      if (event.key === "ArrowDown") { event.preventDefault(); move(1); }
      if (event.key === "Escape" && box.value !== "") { event.preventDefault(); box.value = ""; changed(); }
    });
    results.addEventListener("keydown", function (event) {
      if (event.key === "ArrowDown" || event.key === "ArrowUp") { event.preventDefault(); move(event.key === "ArrowDown" ? 1 : -1); }
      if (event.key === "Escape") { event.preventDefault(); box.focus(); }
    });
    var by_address = function () {
      var text = asked_by_address();
      if (box.value === text && shown !== null) return;
      box.value = text;
      search(text);
    };
    self.addEventListener("hashchange", by_address);
    self.addEventListener("pageshow", function () { if (asked_by_address() !== "") { remember(asked_by_address()); by_address(); } });
    // For tests, and for whoever wants to know what is found.
    self.ckmSearch = {
      words: function (text) { return start().then(function () { return tokens(text).map(function (t) { return t.word; }); }); },
      find: function (text) {
        return start().then(function () {
          return new Promise(function (done, failed) {
            find(text, function (r) { done({ all: r.docs.slice(0, r.all).map(function (doc) { return docs.ids[doc]; }), some: r.docs.length }); }, failed);
          });
        });
      },
    };
  }
})();
