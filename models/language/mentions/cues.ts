const set = (words: string): ReadonlySet<string> => new Set(words.trim().split(/\s+/));

const FUNCTION_WORDS = set(`
  a an the and or but nor so if then when where while as at by for from in into of off on onto out over to up upon with without
  is are was were be been am do does did has have had can could may might will would shall should must
  i you he she it we they me him her us them my your his its our their who whom whose which what that this these those
  not no after before during since until because although though both either neither however also only just even still
  there here now once later soon thus yet all some many most such other another each every about like unlike
  n de del la le les el los las der die das den von van y et und e o da dos di du al ii
`);

/** Words that hold sentences and titles together, written with a capital only where a sentence begins. */
export function isFunctionWord(key: string): boolean {
  return FUNCTION_WORDS.has(key);
}

/** Those who make music, before or after a name of theirs. */
export const MAKERS = set(`
  band bands group groups duo duos trio quartet quintet sextet act acts artist artists singer singers songwriter songwriters
  singersongwriter rapper rappers musician musicians outfit outfits collective combo supergroup ensemble vocalist vocalists
  crooner chanteuse diva frontman frontwoman guitarist guitarists bassist drummer keyboardist pianist saxophonist trumpeter
  violinist cellist percussionist dj djs producer producers composer composers remixer mc emcee performer star superstar
  labelmate labelmates bandmate bandmates tourmates headliner headliners heroes legend legends icon icons pioneers veterans
  contemporaries peers favourites favorites greats influences influence inspirations sideproject supporters support rockers
  popstar popstars boyband girlgroup balladeer multiinstrumentalist newcomers stars idols giants
`);

/** One who belongs to a band: “the drummer of X”. */
export const MEMBERS = set(`
  singer guitarist bassist drummer keyboardist frontman frontwoman vocalist member members leader founder cofounder manager
  producer lineup pianist saxophonist fan fans admirer disciple follower followers bandmate guests
`);

/** Before the first name of one. */
export const KIN = set('mother father brother brothers sister sisters wife husband son sons daughter daughters grandmother grandfather uncle aunt cousin nephew niece girlfriend boyfriend fiancee mr mrs ms miss sir');

/** What music comes in: what follows is its title. */
export const WORKS = set(`
  album albums ep eps lp lps single singles song songs track tracks hit hits record records debut mixtape compilation demo anthem
  ballad tune tunes opener film films movie movies musical novel book play show series opera symphony video documentary soundtrack
  aside bside title followup anthems covers standard standards number
`);

/** What belongs to an artist: after a name, or after the ’s of a name. */
export const BELONGINGS = set(`
  album albums ep lp single singles song songs track hit hits record records recordings debut discography catalogue repertoire guitarist singer drummer
  bassist frontman vocalist keyboardist producer manager fans fan tour tours concert concerts gig gigs cover covers tribute
  lyrics remix remixes reunion bandmates members member sound version music style anger work career biography guitars drums voice
   frontwoman leader success breakup split comeback
`);

/** What an artist does. */
export const DEEDS = set(`
  released release releases recorded record records toured tour tours formed performed perform performs sang sing sings covered headlined disbanded
  reunited split debuted wrote writes signed collaborated rapped drummed remixed sampled supported opened broke covers headline
  sold topped charted rehearsed plays play played produced reformed joined composed founded sounds sound features featured
  contributed appeared guested mixed blended blend recruited led fronted inducted nominated
`);

/** Irregular, of what anybody does: “won”. */
const PAST_VERBS = set(`
  won began became came went made took gave brought built drew got held kept left lost met put ran rose said saw sent set
  spent stood told hit cut grew fell felt found fought chose drove knew led let paid taught had
`);

/** Something done, in the past. */
export function isPastVerb(key: string): boolean {
  return PAST_VERBS.has(key) || (key.length > 4 && key.endsWith('ed'));
}

const SEVERAL = /[^isu]s$|^(?:women|men|people|children|feet|mice|police)$/;

/** Of several: “heroes”, but not “genesis”. */
export function isPlural(key: string): boolean {
  return SEVERAL.test(key);
}

/** Makes a noun of an ordinary word: “a kiss”, “her heart”. */
export const DETERMINERS = set('a an his her their its this my our your every no some any each');

/** Of these, what hardly anybody else does. */
export const MUSICAL_DEEDS = set('released releases recorded records toured formed headlined disbanded reunited split debuted reformed sang remixed rapped performed');

/** May stand between a name and what the artist does. */
export const AUXILIARIES = set('has have had is was are were would did do does who which that');
export const ADVERBS = set('all both also then later first never originally quickly soon finally eventually recently subsequently already once even still now');

/** Of several, where the name is that of one: a band. */
export const PLURAL_VERBS = set('are were have play sing make come');

export const FEATURING = set('featuring feat ft featured vs versus alongside starring');

/** Before “with”, “for”, “of”, “to”, “like” or “from”: what one does or has with an artist. */
export const COMPANY = {
  in: set('was is been played plays playing sang sings singing drummed drums drumming member members role stint time years days guitar bass'),
  with: set('toured touring tour tours played playing plays performed performing performs collaborated collaborating collaboration collaborations worked working works recorded recording sang singing duet duets shared sharing bill split gigs shows appeared appearances jammed dates joined together along associated stage wrote written concerts sessions song songs music album track tracks'),
  for: set('opened opening opens open opener supporting support slot wrote written produced remixed remixes drummer guitarist fans drummed songs mixed warmed covered music singer tribute'),
  of: set('member members fan fans fame influence influences style music songs song sound sounds likes work works cover covers version versions singer drummer guitarist leader frontman lineup guests remixes echoes vein mould mold spirit tradition records recordings albums company shades heaviness leadsinger bassist vocalist reminiscent singers influenced footsteps hint hints touch trace traces side logo'),
  to: set('compared comparison comparisons similar likened tribute tributes homage listened listening listen akin debt nods nod support references owes alternative name'),
  like: set('sound sounds sounded sounding bands band artists artist acts groups musicians names legends singers rappers icons stars greats people producers djs much bit influences voice style'),
  from: set('member members singer drummer guitarist bassist songs guitarists vocalist remixes inspiration samples influences influence support borrowed musicians'),
} as const;

/** “cites X”, “admires X”: whom a musician looks up to, joins or replaces. */
export const LINKS = set(`
  cite cites cited citing admire admires admired love loved adore adored idolized replaced replacing joined joining left
  supported supporting covering covered remixed remixing fronted fronting backed backing joins sampled sampling produced
  outsold influenced include includes including namechecked saw signed headlined recall recalls recalling evoke evokes
  discovered introduced managed led
`);

/** “a band called X”, and “an album called X”. */
export const CALLED = set('called named titled entitled dubbed');

/** What cities and countries are called. */
export const PLACES = set('city cities town towns country countries state states village suburb place places region island county venue venues club clubs festival festivals label labels magazine magazines company');

/** After the name of a house or a firm: “the Blackhawk restaurant”. */
export const VENUES = set('restaurant hotel club nightclub theater theatre bar cafe pub hall venue street avenue label imprint magazine newspaper festival studio studios school university church county river valley radio channel network');

export const LOCATIONS = set('in from near at to around throughout across outside toward towards leave left visited visit toured through of via into based');

/** Before the list of an artist’s likes: “Influences: X, Y”. */
export const HEADINGS = set('influences like artists fans ffo similar bands members projects with featuring include acts recommended');
