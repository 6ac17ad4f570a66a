import assert from "node:assert/strict";
import { test } from "node:test";
import { readExif, withoutTurn } from "../scripts/exif.js";

const NOTHING = { takenAt: null, lat: null, lng: null, orientation: 1, orientationAt: null };

/** Puts directories into a TIFF block: [{tag, type, count, value}], where an array or text goes to the data area. */
function tiff(little, { main = [], exif, gps }) {
  const bytes = new Uint8Array(512);
  const view = new DataView(bytes.buffer);
  const short = (at, value) => view.setUint16(at, value, little);
  const long = (at, value) => view.setUint32(at, value, little);
  let data = 256;

  const put = (entry, { tag, type, count, value }) => {
    short(entry, tag);
    short(entry + 2, type);
    long(entry + 4, count);
    if (type === 3) return short(entry + 8, value);
    if (type === 4) return long(entry + 8, value);
    const at = count > 4 || type === 5 ? data : entry + 8;
    if (at === data) long(entry + 8, data);
    if (type === 2) [...value].forEach((letter, i) => view.setUint8(at + i, letter.charCodeAt(0)));
    if (type === 5) value.flat().forEach((number, i) => long(at + 4 * i, number));
    data += type === 5 ? 8 * count : count;
    return undefined;
  };
  const directory = (at, entries) => {
    short(at, entries.length);
    entries.forEach((entry, i) => put(at + 2 + 12 * i, entry));
  };

  short(0, little ? 0x4949 : 0x4d4d);
  short(2, 42);
  long(4, 8);
  const links = [];
  if (exif) links.push({ tag: 0x8769, type: 4, count: 1, value: 100 });
  if (gps) links.push({ tag: 0x8825, type: 4, count: 1, value: 160 });
  directory(8, [...main, ...links]);
  if (exif) directory(100, exif);
  if (gps) directory(160, gps);
  return bytes;
}

/** A JPEG of a JFIF segment, an Exif segment with `block`, and the start of its picture. */
function jpeg(block) {
  const jfif = [0xff, 0xe0, 0, 16, ...new Array(14).fill(0)];
  const size = block.length + 8;
  const app1 = [0xff, 0xe1, size >> 8, size & 255, 0x45, 0x78, 0x69, 0x66, 0, 0, ...block];
  return new Uint8Array([0xff, 0xd8, ...jfif, ...app1, 0xff, 0xda, 0, 2]);
}

const text = (tag, value) => ({ tag, type: 2, count: value.length + 1, value });
const degrees = (tag, value) => ({ tag, type: 5, count: 3, value });
const turn = (value) => ({ tag: 0x0112, type: 3, count: 1, value });

const TAKEN = [text(0x9003, "2020:03:20 09:15:42")];
const GUIYANG = [
  text(1, "N"), degrees(2, [[26, 1], [30, 1], [3600, 100]]),
  text(3, "E"), degrees(4, [[112, 1], [7, 1], [1230, 100]]),
];

for (const little of [true, false]) {
  test(`time, place and turn are read, ${little ? "little" : "big"} endian`, () => {
    const found = readExif(jpeg(tiff(little, { main: [turn(6)], exif: TAKEN, gps: GUIYANG })));

    assert.deepEqual(found, {
      takenAt: "2020-03-20T09:15:42", lat: 26.51, lng: 112.120083, orientation: 6, orientationAt: 48,
    });
  });

  test(`the turn is written over, ${little ? "little" : "big"} endian`, () => {
    const picture = jpeg(tiff(little, { main: [turn(6)], exif: TAKEN }));
    const upright = withoutTurn(picture, readExif(picture));

    assert.equal(readExif(upright).orientation, 1);
    assert.equal(readExif(picture).orientation, 6);
  });
}

test("the camera's own offset is kept", () => {
  const exif = [...TAKEN, text(0x9011, "+08:00")];

  assert.equal(readExif(jpeg(tiff(true, { exif }))).takenAt, "2020-03-20T09:15:42+08:00");
});

test("south and west are negative", () => {
  const gps = [text(1, "S"), GUIYANG[1], text(3, "W"), GUIYANG[3]];
  const { lat, lng } = readExif(jpeg(tiff(true, { gps })));

  assert.deepEqual([lat, lng], [-26.51, -112.120083]);
});

const SAYS_NOTHING = {
  "a time of zeros": { exif: [text(0x9003, "0000:00:00 00:00:00")] },
  "a time of blanks": { exif: [text(0x9003, "                   ")] },
  "a place without a fix": { gps: [GUIYANG[0], degrees(2, [[0, 1], [0, 1], [0, 1]]), GUIYANG[2], degrees(4, [[0, 1], [0, 1], [0, 1]])] },
  "a place divided by nought": { gps: [GUIYANG[0], degrees(2, [[0, 0], [0, 0], [0, 0]]), GUIYANG[2], GUIYANG[3]] },
  "a latitude over 90": { gps: [GUIYANG[0], degrees(2, [[95, 1], [0, 1], [0, 1]]), GUIYANG[2], GUIYANG[3]] },
  "an unknown turn": { main: [turn(9)] },
};

for (const [name, parts] of Object.entries(SAYS_NOTHING)) {
  test(`${name} says nothing`, () => assert.deepEqual(readExif(jpeg(tiff(true, parts))), NOTHING));
}

test("what is no JPEG, or one without Exif, says nothing", () => {
  const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 0]);
  const bare = new Uint8Array([0xff, 0xd8, 0xff, 0xda, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0]);

  for (const bytes of [png, bare, new Uint8Array(0)]) assert.deepEqual(readExif(bytes), NOTHING);
});

test("a picture cut off anywhere is read as far as it goes", () => {
  const whole = jpeg(tiff(true, { main: [turn(6)], exif: TAKEN, gps: GUIYANG }));

  for (let length = 0; length < whole.length; length += 1) readExif(whole.slice(0, length));
});
