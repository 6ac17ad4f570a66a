/* Reads from a JPEG's own bytes when and where it was taken, before the picture
   is made smaller and loses them. After Exif 2.32: TIFF directories in APP1. */

const TAG = {
  orientation: 0x0112, exif: 0x8769, gps: 0x8825,
  takenAt: 0x9003, offset: 0x9011,
  latRef: 1, lat: 2, lngRef: 3, lng: 4,
};
const ASCII = 2;
const SHORT = 3;
const LONG = 4;
const RATIONAL = 5;

/**
 * {takenAt, lat, lng, orientation, orientationAt}; null for what the picture does not say.
 * takenAt is local time "2020-03-20T09:15:00", with "+08:00" behind it if the camera wrote its offset;
 * lat and lng are degrees (WGS 84), south and west negative; orientationAt is a byte position.
 */
export function readExif(bytes) {
  const found = { takenAt: null, lat: null, lng: null, orientation: 1, orientationAt: null };
  try {
    const start = findTiff(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    if (start !== null) readTiff(new Tiff(bytes, start), found);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error; // a cut-off picture: keep what was read so far
  }
  return found;
}

/** The same picture with "upright" written in it, so that no browser turns it and we always do. */
export function withoutTurn(bytes, { orientation, orientationAt }) {
  if (orientationAt === null || orientation === 1) return bytes;
  const copy = bytes.slice();
  copy[orientationAt] = copy[orientationAt + 1] = 0;
  copy[orientationAt + (isLittle(copy, orientationAt) ? 0 : 1)] = 1;
  return copy;
}

function isLittle(bytes, before) {
  const start = findTiff(new DataView(bytes.buffer, bytes.byteOffset, before));
  return bytes[start] === 0x49;
}

function findTiff(view) {
  if (view.byteLength < 4 || view.getUint16(0) !== 0xffd8) return null;
  let at = 2;
  while (at + 10 <= view.byteLength && view.getUint8(at) === 0xff) {
    const marker = view.getUint8(at + 1);
    if (marker === 0xda) return null; // picture data begins: no Exif before it
    const isExif = marker === 0xe1 && view.getUint32(at + 4) === 0x45786966 && view.getUint16(at + 8) === 0;
    if (isExif) return at + 10;
    at += 2 + view.getUint16(at + 2);
  }
  return null;
}

function Tiff(bytes, start) {
  const view = new DataView(bytes.buffer, bytes.byteOffset + start, bytes.byteLength - start);
  const little = view.getUint16(0) === 0x4949;
  const short = (at) => view.getUint16(at, little);
  const long = (at) => view.getUint32(at, little);

  /** tag -> {type, count, at} of the directory at `at`. */
  function directory(at) {
    const entries = new Map();
    const count = short(at);
    for (let i = 0, entry = at + 2; i < count; i += 1, entry += 12) {
      entries.set(short(entry), { type: short(entry + 2), count: long(entry + 4), at: entry + 8 });
    }
    return entries;
  }
  const text = (entry) => {
    if (!entry || entry.type !== ASCII) return null;
    const at = entry.count > 4 ? long(entry.at) : entry.at;
    let out = "";
    for (let i = 0; i < Math.min(entry.count, 64); i += 1) out += String.fromCharCode(view.getUint8(at + i));
    return out.replace(/\0.*$/, "").trim();
  };
  const degrees = (entry) => {
    if (!entry || entry.type !== RATIONAL || entry.count !== 3) return null;
    const at = long(entry.at);
    const part = (i) => long(at + 8 * i) / long(at + 8 * i + 4);
    return part(0) + part(1) / 60 + part(2) / 3600;
  };
  const whole = (entry, type, read) => (entry && entry.type === type ? read(entry.at) : null);
  return {
    start, directory, text, degrees, first: long(4),
    short: (entry) => whole(entry, SHORT, short), long: (entry) => whole(entry, LONG, long),
  };
}

function readTiff(tiff, found) {
  const main = tiff.directory(tiff.first);
  const turn = main.get(TAG.orientation);
  const orientation = tiff.short(turn);
  if (orientation >= 1 && orientation <= 8) {
    found.orientation = orientation;
    found.orientationAt = tiff.start + turn.at;
  }
  const exifAt = tiff.long(main.get(TAG.exif));
  if (exifAt) {
    const exif = tiff.directory(exifAt);
    found.takenAt = instant(tiff.text(exif.get(TAG.takenAt)), tiff.text(exif.get(TAG.offset)));
  }
  const gpsAt = tiff.long(main.get(TAG.gps));
  if (gpsAt) Object.assign(found, place(tiff, tiff.directory(gpsAt)));
}

function instant(text, offset) {
  const m = /^(\d{4}):(\d\d):(\d\d) (\d\d):(\d\d):(\d\d)$/.exec(text || "");
  if (!m || m[1] === "0000") return null;
  const zone = /^[+-]\d\d:\d\d$/.test(offset || "") ? offset : "";
  return `${m[1]}-${m[2]}-${m[3]}T${m[4]}:${m[5]}:${m[6]}${zone}`;
}

function place(tiff, gps) {
  const lat = tiff.degrees(gps.get(TAG.lat));
  const lng = tiff.degrees(gps.get(TAG.lng));
  const nowhere = lat === 0 && lng === 0; // written by cameras that had no fix
  if (!(lat <= 90) || !(lng <= 180) || lat === null || lng === null || nowhere) return {};
  const south = tiff.text(gps.get(TAG.latRef)) === "S";
  const west = tiff.text(gps.get(TAG.lngRef)) === "W";
  return { lat: rounded(south ? -lat : lat), lng: rounded(west ? -lng : lng) };
}

/** Six decimals are about 0.1 m, finer than any phone. */
function rounded(degrees) {
  return Math.round(degrees * 1e6) / 1e6;
}
