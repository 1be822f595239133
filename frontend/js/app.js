// Every page loads this one script. Pages work without it: links lead on, forms send, tables and chips read.
import "htmx.org";

import { watchDisplay } from "./display.js";
import { watchEvidence } from "./evidence.js";
import { watchFilters } from "./filters.js";
import { watchKeys } from "./keys.js";
import { watchMenus } from "./menus.js";

watchDisplay();
watchEvidence();
watchFilters();
watchMenus();
watchKeys();
