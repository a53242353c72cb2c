"""The ledger's tables, as append-only migrations: a released step is never edited, only followed.

Registers come first, one table each, as registers.py declares them (`own` holds the worker's own
fields as JSON); then history (batch, change); then tables derived from the rest, which hold nothing
of their own (household_index, resident_index).
"""

from __future__ import annotations

from gridworker.ledger.connection import Database, Migrations

migrations = Migrations("gridworker")

FIRST = """
CREATE TABLE place (
    id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, community TEXT NOT NULL DEFAULT '',
    building TEXT NOT NULL DEFAULT '', unit TEXT NOT NULL DEFAULT '', floors INTEGER, grid TEXT,
    status TEXT, status_since TEXT, own TEXT, UNIQUE (community, building, unit)
) STRICT;
CREATE TABLE household (
    id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, place INTEGER NOT NULL REFERENCES place(id),
    room TEXT NOT NULL DEFAULT '', head TEXT, housing TEXT, phone TEXT, tags TEXT, note TEXT, own TEXT,
    UNIQUE (place, room)
) STRICT;
CREATE TABLE resident (
    id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE,
    household INTEGER NOT NULL REFERENCES household(id), name TEXT NOT NULL, relation TEXT, sex TEXT,
    born TEXT, id_type TEXT, id_number TEXT, phone TEXT, phone2 TEXT, residency TEXT, presence TEXT,
    presence_since TEXT, employer TEXT, trade TEXT, cadence TEXT, care TEXT, doses INTEGER,
    dosed_on TEXT, no_dose_reason TEXT, registered_address TEXT, moved_in TEXT, moved_out TEXT,
    note TEXT, own TEXT
) STRICT;
CREATE TABLE sample (
    id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, resident INTEGER NOT NULL REFERENCES resident(id),
    sampled_at TEXT NOT NULL, tube TEXT, place_in_tube INTEGER, site TEXT, result TEXT,
    reported_at TEXT, lab TEXT, source TEXT, sampled_on TEXT, own TEXT
) STRICT;
CREATE TABLE exemption (
    id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, resident INTEGER NOT NULL REFERENCES resident(id),
    kind TEXT NOT NULL, reason TEXT NOT NULL, from_day TEXT NOT NULL, to_day TEXT, note TEXT, own TEXT
) STRICT;
CREATE TABLE round (
    id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, name TEXT NOT NULL, from_day TEXT NOT NULL,
    to_day TEXT NOT NULL, whole INTEGER, own TEXT
) STRICT;
CREATE TABLE round_place (
    id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, round INTEGER NOT NULL REFERENCES round(id),
    place INTEGER NOT NULL REFERENCES place(id), own TEXT, UNIQUE (round, place)
) STRICT;
CREATE TABLE closed_loop (
    id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, resident INTEGER REFERENCES resident(id),
    name TEXT NOT NULL, id_type TEXT, id_number TEXT, phone TEXT, employer TEXT, post TEXT, sector TEXT,
    home_point TEXT, work_point TEXT, commute TEXT, plate TEXT, pass_number TEXT, pass_expires TEXT,
    started TEXT, ended TEXT, pledge INTEGER, contact TEXT, note TEXT, own TEXT
) STRICT;
CREATE TABLE leave (
    id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE,
    worker INTEGER NOT NULL REFERENCES closed_loop(id), from_day TEXT NOT NULL, to_day TEXT, note TEXT,
    own TEXT
) STRICT;
CREATE TABLE trip (
    id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE,
    worker INTEGER NOT NULL REFERENCES closed_loop(id), day TEXT NOT NULL, on_duty INTEGER,
    left_at TEXT, back_at TEXT, temperature INTEGER, deviation TEXT, own TEXT, UNIQUE (worker, day)
) STRICT;
CREATE TABLE supply (
    id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE,
    household INTEGER NOT NULL REFERENCES household(id), requester TEXT, id_number TEXT, phone TEXT,
    channel TEXT, requested_at TEXT NOT NULL, urgency TEXT, merchant TEXT, order_number TEXT,
    promised_at TEXT, handler TEXT, status TEXT, source TEXT, note TEXT, own TEXT
) STRICT;
CREATE TABLE supply_line (
    id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, supply INTEGER NOT NULL REFERENCES supply(id),
    item TEXT NOT NULL, category TEXT, quantity INTEGER NOT NULL, unit TEXT, price INTEGER, own TEXT
) STRICT;
CREATE TABLE supply_step (
    id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, supply INTEGER NOT NULL REFERENCES supply(id),
    status TEXT NOT NULL, at TEXT NOT NULL, person TEXT, note TEXT, own TEXT
) STRICT;
CREATE TABLE bundle (
    id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, name TEXT NOT NULL, category TEXT, contents TEXT,
    merchant TEXT, price INTEGER, unit TEXT, own TEXT
) STRICT;
CREATE TABLE visit (
    id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE,
    household INTEGER NOT NULL REFERENCES household(id), at TEXT NOT NULL, way TEXT, visitor TEXT,
    found TEXT, next_on TEXT, own TEXT
) STRICT;
CREATE TABLE exit_pass (
    id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, resident INTEGER NOT NULL REFERENCES resident(id),
    purpose TEXT NOT NULL, destination TEXT, left_at TEXT, expected_back TEXT, back_at TEXT,
    pass_number TEXT, own TEXT
) STRICT;
CREATE TABLE arrival (
    id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, resident INTEGER REFERENCES resident(id),
    name TEXT NOT NULL, id_type TEXT, id_number TEXT, phone TEXT, from_place TEXT, arrived_on TEXT,
    transport TEXT, management TEXT, until TEXT, note TEXT, own TEXT
) STRICT;
CREATE TABLE duty (
    id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, day TEXT NOT NULL, shift TEXT, post TEXT,
    person TEXT NOT NULL, phone TEXT, own TEXT
) STRICT;
CREATE TABLE venue (
    id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, venue TEXT NOT NULL, at TEXT NOT NULL,
    temperature_taken INTEGER, code_scanned INTEGER, proof_checked INTEGER, masks_worn INTEGER,
    aired TEXT, remedy TEXT, own TEXT
) STRICT;
CREATE TABLE cadence (
    id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, name TEXT NOT NULL, times INTEGER NOT NULL,
    days INTEGER NOT NULL, own TEXT, UNIQUE (name)
) STRICT;
CREATE TABLE trade (
    id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, name TEXT NOT NULL, cadence TEXT NOT NULL,
    own TEXT, UNIQUE (name)
) STRICT;
CREATE TABLE managed_status (
    id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, name TEXT NOT NULL, cadence TEXT, going_out TEXT,
    own TEXT, UNIQUE (name)
) STRICT;
CREATE TABLE reason (
    id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, name TEXT NOT NULL, own TEXT, UNIQUE (name)
) STRICT;
CREATE TABLE setting (
    id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, key TEXT NOT NULL, value TEXT, own TEXT,
    UNIQUE (key)
) STRICT;
CREATE TABLE past (
    id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, register TEXT NOT NULL, row INTEGER NOT NULL,
    field TEXT NOT NULL, value TEXT, since TEXT, own TEXT
) STRICT;
CREATE TABLE own_field (
    id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, register TEXT NOT NULL, key TEXT NOT NULL,
    heading TEXT NOT NULL, kind TEXT, choices TEXT, own TEXT, UNIQUE (register, key)
) STRICT;
CREATE TABLE heading (
    id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, heading TEXT NOT NULL,
    field TEXT, own TEXT, UNIQUE (kind, heading)
) STRICT;
CREATE TABLE export (
    id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, at TEXT NOT NULL, report TEXT NOT NULL,
    title TEXT NOT NULL, on_day TEXT, scope TEXT, file TEXT, sha256 TEXT, masked INTEGER, for_whom TEXT,
    why TEXT, person TEXT, own TEXT
) STRICT;
CREATE INDEX household_place ON household (place);
CREATE INDEX resident_household ON resident (household);
CREATE UNIQUE INDEX resident_id_number ON resident (id_number) WHERE id_number IS NOT NULL;
CREATE INDEX resident_name ON resident (name);
CREATE INDEX resident_phone ON resident (phone);
CREATE INDEX resident_testing ON resident (trade, cadence, presence, presence_since, moved_in, moved_out);
CREATE INDEX resident_presence_since ON resident (presence_since) WHERE presence_since IS NOT NULL;
CREATE INDEX sample_resident ON sample (resident, sampled_on);
CREATE INDEX sample_day ON sample (sampled_on, resident);
CREATE INDEX sample_tube ON sample (tube);
CREATE INDEX sample_negative ON sample (reported_at, resident) WHERE result = '阴性';
CREATE INDEX exemption_resident ON exemption (resident);
CREATE INDEX exemption_days ON exemption (from_day, to_day);
CREATE INDEX round_place_place ON round_place (place);
CREATE INDEX closed_loop_resident ON closed_loop (resident);
CREATE INDEX leave_worker ON leave (worker);
CREATE INDEX supply_household ON supply (household);
CREATE INDEX supply_line_supply ON supply_line (supply);
CREATE INDEX supply_step_supply ON supply_step (supply);
CREATE INDEX visit_household ON visit (household);
CREATE INDEX exit_pass_resident ON exit_pass (resident);
CREATE INDEX arrival_resident ON arrival (resident);
CREATE INDEX past_row ON past (register, row, field, since);

CREATE TABLE batch (
    id INTEGER PRIMARY KEY, kind TEXT NOT NULL, label TEXT NOT NULL, at TEXT NOT NULL, person TEXT,
    target INTEGER REFERENCES batch(id), undone INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE change (
    id INTEGER PRIMARY KEY, batch INTEGER NOT NULL REFERENCES batch(id), register TEXT NOT NULL,
    row INTEGER NOT NULL, uid TEXT NOT NULL, action TEXT NOT NULL, before TEXT, after TEXT
) STRICT;
CREATE INDEX change_batch ON change (batch);
CREATE INDEX change_row ON change (register, row, batch);
CREATE INDEX change_uid ON change (uid);

CREATE TABLE household_index (
    household INTEGER PRIMARY KEY, address_key TEXT NOT NULL, address TEXT NOT NULL
) STRICT;
CREATE INDEX household_index_key ON household_index (address_key, household);
CREATE TABLE resident_index (
    resident INTEGER PRIMARY KEY, address_key TEXT NOT NULL, name_key TEXT NOT NULL, text TEXT NOT NULL
) STRICT;
CREATE INDEX resident_index_address ON resident_index (address_key, resident);
CREATE INDEX resident_index_name ON resident_index (name_key, resident);
"""


@migrations()
def m001_first_release(db: Database) -> None:
    for statement in filter(str.strip, FIRST.split(";")):
        db.execute(statement)


TUBES = """
CREATE TABLE tube (
    id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, number TEXT NOT NULL, size INTEGER NOT NULL,
    site TEXT, opened_at TEXT NOT NULL, closed_at TEXT, sampler TEXT, sender TEXT, receiver TEXT,
    note TEXT, own TEXT, UNIQUE (number)
) STRICT;
CREATE TABLE tube_result (
    id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, number TEXT NOT NULL, kind TEXT NOT NULL,
    result TEXT NOT NULL, reported_at TEXT NOT NULL, lab TEXT, own TEXT
) STRICT;
CREATE TABLE trace (
    id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, tube TEXT NOT NULL, result TEXT NOT NULL,
    opened_at TEXT NOT NULL, closed_at TEXT, note TEXT, own TEXT
) STRICT;
CREATE TABLE trace_person (
    id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, trace INTEGER NOT NULL REFERENCES trace(id),
    resident INTEGER NOT NULL REFERENCES resident(id), role TEXT NOT NULL, notified_at TEXT,
    transferred_at TEXT, cleared_at TEXT, excluded_at TEXT, note TEXT, own TEXT, UNIQUE (trace, resident)
) STRICT;
CREATE TABLE decision (
    id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, who TEXT NOT NULL,
    resident INTEGER REFERENCES resident(id), dismissed INTEGER, own TEXT, UNIQUE (kind, who)
) STRICT;
CREATE INDEX tube_result_number ON tube_result (number);
CREATE INDEX trace_tube ON trace (tube);
CREATE INDEX trace_person_resident ON trace_person (resident);
CREATE INDEX decision_resident ON decision (resident);
CREATE INDEX sample_result ON sample (result, sampled_on) WHERE result IN ('阳性', '可疑');
"""


@migrations()
def m002_tubes_traces_decisions(db: Database) -> None:
    for statement in filter(str.strip, TUBES.split(";")):
        db.execute(statement)


SERVICES = """
CREATE TABLE merchant (
    id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, name TEXT NOT NULL, contact TEXT, phone TEXT,
    note TEXT, own TEXT, UNIQUE (name)
) STRICT;
CREATE TABLE care_rhythm (
    id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, name TEXT NOT NULL, days INTEGER NOT NULL, own TEXT,
    UNIQUE (name)
) STRICT;
CREATE TABLE duty_person (
    id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, name TEXT NOT NULL, phone TEXT, own TEXT, UNIQUE (name)
) STRICT;
CREATE TABLE duty_shift (
    id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, name TEXT NOT NULL, hours TEXT, own TEXT, UNIQUE (name)
) STRICT;
CREATE TABLE duty_post (
    id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, name TEXT NOT NULL, people INTEGER, own TEXT,
    UNIQUE (name)
) STRICT;
ALTER TABLE own_field ADD COLUMN removed INTEGER;
ALTER TABLE supply_line ADD COLUMN arrived INTEGER;
ALTER TABLE supply ADD COLUMN chain TEXT;
ALTER TABLE supply ADD COLUMN chain_line INTEGER;
ALTER TABLE trip ADD COLUMN settled TEXT;
ALTER TABLE trip ADD COLUMN tested INTEGER;
ALTER TABLE visit ADD COLUMN resident INTEGER REFERENCES resident(id);
ALTER TABLE exit_pass ADD COLUMN pass_expires TEXT;
ALTER TABLE arrival ADD COLUMN tests TEXT;
ALTER TABLE arrival ADD COLUMN tested_on TEXT;
ALTER TABLE venue ADD COLUMN remedied_on TEXT;
CREATE INDEX supply_open ON supply (requested_at)
    WHERE status IN ('已登记', '已下单', '商家已发货', '已到接收点', '已到单元门');
CREATE INDEX sample_waiting ON sample (sampled_on) WHERE result = '待出';
CREATE INDEX supply_requested ON supply (requested_at);
CREATE INDEX visit_resident ON visit (resident);
CREATE INDEX visit_at ON visit (at);
CREATE INDEX trip_day ON trip (day);
CREATE INDEX duty_day ON duty (day);
CREATE INDEX venue_at ON venue (at);
CREATE INDEX exit_pass_left ON exit_pass (left_at);
CREATE INDEX arrival_on ON arrival (arrived_on);
"""
RHYTHMS_OF_AN_OLDER_LEDGER = """
INSERT INTO care_rhythm (uid, name, days)
SELECT lower(hex(randomblob(12))), column1, column2 FROM (VALUES
    ('独居老人', 7), ('空巢老人', 7), ('80岁以上', 7), ('60岁以上未接种', 14), ('孕产妇', 7), ('婴幼儿', 14),
    ('血液透析', 3), ('肿瘤放化疗', 3), ('基础性疾病', 14), ('行动不便', 7), ('残疾人', 14), ('精神障碍', 7),
    ('困境儿童', 7), ('低保特困', 14))
WHERE EXISTS (SELECT 1 FROM setting)
"""


@migrations()
def m003_services(db: Database) -> None:
    for statement in filter(str.strip, SERVICES.split(";")):
        db.execute(statement)
    db.execute(RHYTHMS_OF_AN_OLDER_LEDGER)
