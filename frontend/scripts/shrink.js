/* Makes a picture small enough for a weak signal. Drawing it anew also leaves
   out everything the camera wrote beside the picture (time, place, model). */
import { withoutTurn } from "./exif.js";

export const LONG_EDGE = 1600; // px
const QUALITY = 0.82;

/** What setTransform needs to stand the picture up, for Exif orientations 1 to 8. */
const TURNS = {
  1: () => [1, 0, 0, 1, 0, 0],
  2: (w) => [-1, 0, 0, 1, w, 0],
  3: (w, h) => [-1, 0, 0, -1, w, h],
  4: (w, h) => [1, 0, 0, -1, 0, h],
  5: () => [0, 1, 1, 0, 0, 0],
  6: (w, h) => [0, 1, -1, 0, h, 0],
  7: (w, h) => [0, -1, -1, 0, h, w],
  8: (w) => [0, -1, 1, 0, 0, w],
};

/** {canvas, file}: the picture upright, long edge at most 1600 px, as JPEG. Throws if it cannot be read. */
export async function shrink(bytes, { type, name }, exif) {
  const bitmap = await createImageBitmap(new Blob([withoutTurn(bytes, exif)], { type }));
  const canvas = draw(bitmap, exif.orientation);
  bitmap.close();
  const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
  if (!blob) throw new Error("no memory left for this picture");
  const file = new File([blob], name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg" });
  return { canvas, file };
}

function draw(bitmap, orientation) {
  const scale = Math.min(1, LONG_EDGE / Math.max(bitmap.width, bitmap.height));
  const w = Math.max(1, Math.round(bitmap.width * scale));
  const h = Math.max(1, Math.round(bitmap.height * scale));
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = orientation > 4 ? [h, w] : [w, h];
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#fff"; // JPEG knows no transparency
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.imageSmoothingQuality = "high";
  pen.setTransform(...TURNS[orientation](w, h));
  pen.drawImage(bitmap, 0, 0, w, h);
  return canvas;
}
