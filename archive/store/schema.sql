-- One captured document: a file, a member of a zip file, a fetched feed, standard input.
create table sources (
  id integer primary key,
  uri text not null,                -- where it was found: path, path!member, URL, or '-'
  name text not null,               -- label for people: --name, the document's title, or the file's name
  format text not null,             -- text | html | feed | csv | json | jsonl | bookmarks | mail | markdown | references | press | docx | odt | xlsx | ods | rtf | pdf
  sha256 text not null unique,      -- of the bytes as captured: the same bytes twice add nothing
  bytes integer not null,
  captured text,                    -- prefix date: anchor for dates without a year
  captured_by text,                 -- option | document | name | text | file
  ingested_at text                  -- null while its items are still coming in
);

-- One normalised piece of text; distinct by its text. What it says of title, url, author, outlet and day is said by its
-- first sighting: the earliest published one, of equals the first that arrived. Nothing is filled in from another.
create table snippets (
  id integer primary key,
  text text not null,
  title text,
  kind text not null default 'item',  -- headline | deck | teaser | item
  url text,
  author text,                      -- the people who wrote it, with commas between: 'Ada Moss, Jan Example'
  outlet text,
  language text,
  is_truncated integer not null default 0,
  dateline text,                    -- what opened an agency text: 'MOSCOW, Oct 24'
  note text,                        -- editor's note, taken out of the text
  dated text,                       -- prefix date or range: the best that is known
  dated_by text,                    -- published | text | neighbours | captured | decision
  year integer as (                 -- of dated, if all of it lies in one
    iif(substr(dated, 1, 4) = substr(dated, instr(dated, '/') + 1, 4), cast(substr(dated, 1, 4) as integer), null)
  ),
  month text as (                   -- of dated, if all of it lies in one, as YYYY-MM
    iif(substr(dated, 5, 1) = '-' and substr(dated, 1, 7) = substr(dated, instr(dated, '/') + 1, 7), substr(dated, 1, 7), null)
  ),
  also text,                        -- what else it is found by: headlines of its other sightings, spellings that people type
  variant_of integer references snippets(id),  -- the fuller text of which this is a cut or edited copy; its own number: hidden by a decision
  text_hash text not null unique    -- of the folded text: what makes two snippets the same
);
create index snippets_variant_of on snippets(variant_of) where variant_of is not null;  -- variants of a snippet
create index snippets_hidden on snippets(id) where variant_of = id;  -- is:hidden
create index snippets_dated on snippets(dated desc); -- newest first
create index snippets_oldest on snippets(coalesce(dated || '~', '~')); -- oldest first: the year after its days
create index snippets_language on snippets(language); -- lang:
create index snippets_year on snippets(year);        -- facet of the table
create index snippets_month on snippets(month);      -- facet of the table
create index snippets_outlet on snippets(outlet) where outlet is not null;  -- facet of the table
create index snippets_kind on snippets(kind);        -- facet
create index snippets_dated_by on snippets(dated_by) where dated_by is not 'published';   -- facet
create index snippets_is_truncated on snippets(is_truncated) where is_truncated is not 0;  -- facet, is:truncated

-- What stands before or behind the texts of several items of a source: the fields of a record.
create table raw_parts (
  source_id integer not null references sources(id),
  number integer not null,
  part text not null,
  primary key (source_id, number)
) without rowid;

-- What the view sightings shows, as it is kept: of an item in which its snippet's text stands, only the rest, so that no
-- text is kept twice.
create table sighting_rows (
  source_id integer not null references sources(id),
  position integer not null,        -- ordinal of the item in its source, from 1
  snippet_id integer references snippets(id),
  raw text not null,                -- the item as it stood there, but for the text and the parts
  text_at integer,                  -- before which of its characters, from 0, the text goes; as JSON writes it: -1 less that; null: raw is whole
  head integer,                     -- which of raw_parts goes before raw and text
  tail integer,                     -- which of raw_parts goes behind them
  title text,
  url text,
  author text,                      -- the people who wrote it, with commas between: 'Ada Moss, Jan Example'
  outlet text,
  dated text,                       -- prefix date or range: the best that is known of this appearance
  dated_by text,                    -- published | text | neighbours | captured | decision
  year integer as (                 -- of dated, if all of it lies in one
    iif(substr(dated, 1, 4) = substr(dated, instr(dated, '/') + 1, 4), cast(substr(dated, 1, 4) as integer), null)
  ),
  month text as (                   -- of dated, if all of it lies in one, as YYYY-MM
    iif(substr(dated, 5, 1) = '-' and substr(dated, 1, 7) = substr(dated, instr(dated, '/') + 1, 7), substr(dated, 1, 7), null)
  ),
  hour text,                        -- time of the day where it came with one: '14:32', '14:32+02:00'
  stamp text,                       -- its date field where dated is not simply that: '2 hours ago', a day that can't be
  primary key (source_id, position)
);
create index sightings_snippet on sighting_rows(snippet_id, dated, outlet);  -- the sightings of a snippet; facets, timelines
create index sightings_dated on sighting_rows(dated, snippet_id);            -- on:, after:, before:
create index sightings_ranges on sighting_rows(dated, snippet_id) where instr(dated, '/');  -- on: and after: meet ranges
create index sightings_outlet on sighting_rows(outlet, dated, snippet_id) where outlet is not null;  -- outlet:, with a day
create index sightings_author on sighting_rows(author, snippet_id) where author is not null;  -- author:
create index sightings_url on sighting_rows(url, snippet_id) where url is not null;           -- url:

-- Every appearance of a snippet in a source, with what this appearance said of itself. An item that was page furniture
-- has no snippet.
create view sightings as
select source_id, position, snippet_id,
       case when text_at is null then raw else (
         select coalesce((select part from raw_parts p where p.source_id = r.source_id and number = head), '')
           || iif(text_at >= 0,
             substr(r.raw, 1, text_at) || s.text || substr(r.raw, text_at + 1),
             substr(r.raw, 1, -1 - text_at)
               || replace(replace(replace(s.text, '\', '\\'), '"', '\"'), char(10), '\n') || substr(r.raw, -text_at))
           || coalesce((select part from raw_parts p where p.source_id = r.source_id and number = tail), '')
         from snippets s where s.id = r.snippet_id
       ) end as raw,
       title, url, author, outlet, dated, dated_by, year, month, hour, stamp
from sighting_rows r;

create trigger sightings_keep_raw before update of text on snippets when old.text is not new.text begin
  update sighting_rows set text_at = null, head = null, tail = null, raw = (
    select g.raw from sightings g where g.source_id = sighting_rows.source_id and g.position = sighting_rows.position
  ) where snippet_id = old.id and text_at is not null;
end;

-- What a sighting said before a person's decision put it right: its outlet, author and day as they were found.
create table found_facts (
  source_id integer not null,
  position integer not null,
  outlet text,
  author text,
  dated text,
  dated_by text,                    -- published | text | neighbours | captured
  hour text,
  primary key (source_id, position)
) without rowid;

-- How many snippets, folded variants left out, are of a kind, were carried by an outlet, appeared in a day, week, month
-- or year: kept by the writer, so that no facet and no timeline of everything takes a count.
create table tallies (
  field text not null,              -- kind | outlet | day | week | month | year | loose: no day is known
  value text not null,
  snippets integer not null,        -- how many; folded variants left out
  primary key (field, value)
) without rowid;

-- The person, organisation or place itself, under one canonical name.
create table entities (
  id integer primary key,
  name text not null,
  kind text not null,               -- person | organisation | place
  description text,
  country text,                     -- English name of the country it belongs to
  wikidata text,                    -- Q-number
  snippet_count integer not null default 0,
  mention_count integer not null default 0,
  first_dated text,
  last_dated text
);
create index entities_name on entities(name collate nocase);          -- finding one by name
create index entities_mention_count on entities(mention_count desc);  -- who is named most
create index entities_kind on entities(kind, mention_count desc);     -- facet

-- A surface form by which an entity is known.
create table aliases (
  entity_id integer not null references entities(id),
  alias text not null,
  origin text not null,             -- gazetteer | text | decision
  primary key (entity_id, alias)
) without rowid;
create index aliases_alias on aliases(alias collate nocase);          -- person:putin

-- Words of the names of entities, in plain letters: names with a word, or with one like it, are found by them.
create table name_words (
  word text not null,
  entity_id integer not null,       -- not declared as a foreign key: its page would count these rows each time
  primary key (word, entity_id)
) without rowid;

-- What the resolver found names to be, before the archive's majority and people's decisions have their say.
create table identities (
  id integer primary key,
  key text not null,                -- folded canonical name; of a bare surname or acronym that itself
  kind text not null,               -- person | organisation | place
  name text not null,               -- canonical name, in the best spelling that was seen
  is_bare integer not null,         -- whether it is known by a surname or an acronym alone
  mentions integer not null default 0,  -- so many mentions were found to be it
  meant_id integer references identities(id),  -- whom a bare name, or another form of a name, means by the archive
  entity_id integer not null unique,  -- its own number as an entity, kept for ever
  placed_id integer,                -- the entity to which its mentions belong now; null: hidden
  unique (key, kind)
);
create index identities_meant on identities(meant_id) where meant_id is not null;  -- other names of an identity

-- Folded surnames and acronyms, with the identities that they may mean.
create table short_names (
  key text not null,
  kind text not null,               -- person | organisation | place
  identity_id integer not null references identities(id),
  primary key (key, kind, identity_id)
) without rowid;
create index short_names_identity on short_names(identity_id);        -- the short names of an identity

-- Keys of names under which those meet that may be one's: "Bob Marsh" and "Robert Marsh".
create table meeting_names (
  key text not null,
  identity_id integer not null references identities(id),
  primary key (key, identity_id)
) without rowid;

-- Names so alike that they may be one's, each pair both ways: found by their keys when the later of the two came.
create table like_names (
  identity_id integer not null references identities(id),
  other_id integer not null references identities(id),
  primary key (identity_id, other_id)
) without rowid;

-- Whom a bare name means in a snippet, by those named in full around it in a source; see archive/store/surroundings.py.
create table meant_nearby (
  identity_id integer not null references identities(id),  -- the bare name
  snippet_id integer not null references snippets(id),
  meant_id integer not null references identities(id),
  primary key (identity_id, snippet_id)
) without rowid;
create index meant_nearby_snippet on meant_nearby(snippet_id);        -- deciding anew when its surroundings change
create index meant_nearby_meant on meant_nearby(meant_id);            -- bare names that mean an identity somewhere

-- A span of a snippet's text that names an entity: text[start:stop] = surface, in characters.
create table mentions (
  snippet_id integer not null references snippets(id),
  start integer not null,
  stop integer not null,
  surface text not null,
  entity_id integer not null references entities(id),
  role text,                        -- title worn here: 'Russian President'
  rule text not null,               -- how the entity was settled
  score real not null,              -- confidence, 0 to 1
  identity_id integer references identities(id),  -- what the resolver found it to be
  found_rule text,                  -- where the source, the archive or a decision moved it: the rule that found it
  primary key (snippet_id, start)
) without rowid;
create index mentions_entity on mentions(entity_id, snippet_id);      -- the snippets that name an entity
create index mentions_role on mentions(role) where role is not null;  -- what a minister said
create index mentions_moved on mentions(identity_id) where identity_id <> entity_id;  -- placing them anew, after a decision

-- Mentions of hidden entities, out of everybody's way until the decision is undone; and words that are perhaps no
-- names (rule name-weak), until a text around them or the archive names a bearer.
create table hidden_mentions (
  snippet_id integer not null references snippets(id),
  start integer not null,
  stop integer not null,
  surface text not null,
  entity_id integer not null,       -- its number as an entity while it was shown
  role text,
  rule text not null,
  score real not null,
  identity_id integer not null references identities(id),
  found_rule text,                  -- the rule that found it, where that is another
  primary key (snippet_id, start)
) without rowid;
create index hidden_mentions_identity on hidden_mentions(identity_id);  -- showing them again

-- Spans that look like names but not surely: they become mentions once the archive surely names the same elsewhere.
create table possible_mentions (
  snippet_id integer not null references snippets(id),
  start integer not null,
  stop integer not null,
  surface text not null,
  key text not null,                -- identity that it would have
  kind text not null,               -- person | organisation | place
  name text not null,               -- canonical name that it would have
  is_bare integer not null,
  role text,
  score real not null,
  primary key (snippet_id, start)
) without rowid;
create index possible_mentions_key on possible_mentions(key, kind);   -- those that a new name makes sure

-- A span that points to a date, resolved.
create table dates (
  snippet_id integer not null references snippets(id),
  start integer not null,
  stop integer not null,
  surface text not null,
  value text not null,              -- prefix date, or a range of two with a slash
  first_day text not null,
  last_day text not null,
  rule text not null,
  alternative text,                 -- the runner-up, where the year was a choice
  primary key (snippet_id, start)
) without rowid;
create index dates_days on dates(first_day, last_day);                -- what happened between

-- A span of speech, with its speaker where the text gives one.
create table quotations (
  snippet_id integer not null references snippets(id),
  start integer not null,
  stop integer not null,
  quote text not null,
  speaker_id integer references entities(id),  -- of several who speak jointly, the first: the view said has all
  cue text,                         -- the verb or phrase of saying
  is_complete integer not null,     -- 0: cut short
  kind text not null default 'direct',  -- direct | fragment | indirect
  speaker text,                     -- who speaks, as written: a name or several, or a role where none is named
  speaker_start integer,            -- where the mention of the speaker starts
  score real not null default 1,    -- confidence, 0 to 1
  primary key (snippet_id, start)
) without rowid;
create index quotations_speaker on quotations(speaker_id, snippet_id);  -- what X said
create index quotations_called on quotations(speaker, snippet_id) where speaker_id is null and speaker is not null;  -- what a spokesman said
create index quotations_joint on quotations(snippet_id, speaker_start, speaker) where instr(speaker, ' and ');  -- jointly

-- Who spoke by what the text says, where a person's decision says otherwise.
create table found_speakers (
  snippet_id integer not null references snippets(id),
  start integer not null,           -- of the quotation
  speaker text,
  speaker_start integer,
  primary key (snippet_id, start)
) without rowid;

-- A person's ruling about entities, or about what a snippet says: kept for ever and re-applied.
create table decisions (
  id integer primary key,
  made_at text not null,
  action text not null,             -- merge | split | rename | retype | hide | date | outlet | author | speaker | undo
  subject text not null,            -- 'person:Mara Velden', 'snippet:' and a text_hash, 'decision 12'
  object text,
  note text,
  undone_by integer references decisions(id)
);

-- What a reader keeps a snippet under.
create table tags (
  snippet_id integer not null references snippets(id),
  tag text not null,                -- a star is the tag 'starred'
  made_at text not null,
  primary key (snippet_id, tag)
) without rowid;
create index tags_tag on tags(tag, snippet_id);                       -- tag:, is:starred, facet

-- What a reader remarks on a snippet; the column snippets.note is the editor's.
create table notes (
  id integer primary key,
  snippet_id integer not null references snippets(id),
  note text not null,
  made_at text not null
);
create index notes_snippet on notes(snippet_id);                      -- the notes on a snippet

-- Tags and notes on texts that no source shows now: they come back with the text.
create table kept_aside (
  text_hash text not null,
  tag text,                         -- one of the two
  note text,
  made_at text not null
);
create index kept_aside_text on kept_aside(text_hash);                -- those of a text that comes back

-- Saved searches.
create table searches (
  name text primary key,
  query text not null,
  created_at text not null,
  last_seen_snippet_id integer
) without rowid;

-- What a followed address said of its last answer: it is asked whether that has changed.
create table fetches (
  url text primary key,             -- without a password
  etag text,                        -- as the server wrote it
  modified text,                    -- its Last-Modified, likewise
  sha256 text not null,             -- of the bytes: while their source is in the archive, they need not come again
  fetched_at text not null
) without rowid;

-- One run of `archive ingest`.
create table ingests (
  id integer primary key,
  started_at text not null,
  finished_at text,                 -- null: under way, or cut off; the next run carries on
  version text not null,            -- of the program
  options text not null,            -- as JSON
  sources integer not null default 0,
  snippets integer not null default 0,    -- new ones
  sightings integer not null default 0,
  variants integer not null default 0,
  entities integer not null default 0,    -- new ones
  mentions integer not null default 0,
  dates integer not null default 0,
  left_out integer not null default 0     -- problems reported
);

-- Keys under which near-duplicates meet: hashes of the opening words, of the smallest shingles, and for headlines of
-- pairs of words together with the days on which they appeared.
create table variant_keys (
  key integer not null,
  snippet_id integer not null,      -- not declared as a foreign key: its page would count these rows each time
  primary key (key, snippet_id)
) without rowid;

-- Full-text index over title, text and also, kept in step by the triggers below whoever writes.
create virtual table snippets_fts using fts5(
  title, text, also, content="snippets", content_rowid="id", tokenize="porter unicode61 remove_diacritics 2"
);

-- While this holds a row, the writer feeds the index itself, a batch at a time in the same transaction:
-- five times faster than a trigger a row.
create table bulk_load (is_on integer primary key);

create trigger snippets_fts_insert after insert on snippets
when not exists (select 1 from bulk_load) begin
  insert into snippets_fts (rowid, title, text, also) values (new.id, new.title, new.text, new.also);
end;
create trigger snippets_fts_delete after delete on snippets begin
  insert into snippets_fts (snippets_fts, rowid, title, text, also)
  values ('delete', old.id, old.title, old.text, old.also);
end;
create trigger snippets_fts_update after update of id, title, text, also on snippets
when old.title is not new.title or old.text is not new.text or old.also is not new.also or old.id <> new.id begin
  insert into snippets_fts (snippets_fts, rowid, title, text, also)
  values ('delete', old.id, old.title, old.text, old.also);
  insert into snippets_fts (rowid, title, text, also) values (new.id, new.title, new.text, new.also);
end;

-- The join people type: which snippet names whom, folded variants among them.
create view mentioned as
select m.snippet_id, s.dated, s.month, s.outlet, e.name as entity, e.kind as entity_kind, m.surface, m.role,
       m.rule, m.score, m.start, m.stop, m.entity_id, s.text
from mentions m
join entities e on e.id = m.entity_id
join snippets s on s.id = m.snippet_id;

-- Quotations by speaker: of several who speak jointly, each has a row, so speakers are counted here, quotations there.
create view said as
select q.snippet_id, s.dated, s.month, s.outlet, e.name as speaker, e.kind as speaker_kind, q.quote, q.cue, q.kind,
       q.start, q.stop, q.speaker_id, s.text
from quotations q
join entities e on e.id = q.speaker_id
join snippets s on s.id = q.snippet_id
union all
select q.snippet_id, s.dated, s.month, s.outlet, e.name, e.kind, q.quote, q.cue, q.kind, q.start, q.stop, m.entity_id,
       s.text
from quotations q indexed by quotations_joint
cross join mentions m on m.snippet_id = q.snippet_id
  and m.start > q.speaker_start and m.start < q.speaker_start + length(q.speaker)
cross join entities e on e.id = m.entity_id
cross join snippets s on s.id = q.snippet_id
where instr(q.speaker, ' and ');

-- Pairs of entities named in the same snippets, each pair once (left_id < right_id); filter by one of them.
create view co_mentions as
select a.entity_id as left_id, l.name as left_name, l.kind as left_kind, b.entity_id as right_id,
       r.name as right_name, r.kind as right_kind, count(distinct a.snippet_id) as snippets
from mentions a
join mentions b on b.snippet_id = a.snippet_id and b.entity_id > a.entity_id
join entities l on l.id = a.entity_id
join entities r on r.id = b.entity_id
group by a.entity_id, b.entity_id;

-- Snippets a month, folded variants left out; a text printed in two months counts in both.
create view timeline as
select value as month, snippets
from tallies
where field = 'month';
