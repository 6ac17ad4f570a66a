import { copies } from "./copy.js";
import { drafts } from "./draft.js";
import { evidence } from "./evidence.js";
import { looks } from "./look.js";
import { manners } from "./page.js";
import { passkeys } from "./passkey.js";
import { photos } from "./photo.js";
import { reveals } from "./reveal.js";
import { trees } from "./tree.js";

manners();
reveals();
copies();
looks();
photos();
passkeys();
trees();
drafts();
evidence();
