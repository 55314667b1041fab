/*
 * Words by which the name of an organisation shows that it sells access, hosting or transport, so that the visitor behind
 * the address is somebody else. Names are compared in lower case, without accents, any other sign as one blank: "AT&T
 * Enterprises, LLC" reads "at t enterprises llc". Names come from public registers; the list is an estimate and errs
 * towards "provider", since a false "own organisation" fires alerts.
 */

/** Reads a list: commas between words, a line that begins with `#` is a heading. */
function words(list: string): string[] {
  const lines = list.split('\n').filter((line) => !line.trim().startsWith('#'));
  return lines
    .flatMap((line) => line.split(','))
    .map((word) => word.trim())
    .filter((word) => word !== '');
}

/** Found anywhere, also inside a word: `kazakhtelecom`, `webfiber`, `ovhcloud`. */
export const providerFragments: readonly string[] = words(`
  broadband, cellular, comunicac, comunicaz, datacenter, datacentre, fiber, fibra, fibre, glasfaser, hosting,
  internet, kommunik, komunik, telecom, telefon, telekom, telcom, telephon, telecomm, telemat, teleservice,
  telewizja, wireless, chinanet, unicom, svyaz, iletisim, hathway, airtel, radiotelephone, tavkozles, cloudflare,
  cloud,
`);

/** Found at the start of a word: `hostinger`, `networks`. */
export const providerWordStarts: readonly string[] = words(`
  backbone, bandwidth, cable, catv, celular, colocat, communication, host, kabel, kablo, movil, netw, server,
  telco, telenet, telenor, telia, telstra, telmex, telus, vodafone, vodacom, vpn, vps, wifi,
`);

/** Found at the end of a word: `linkdotnet`, `turkcell`, `fasthosts`. */
export const providerWordEnds: readonly string[] = words(`
  cell, cable, dsl, hosts, host, mobile, net, servers, tel, telco, vpn, wisp,
`);

/** Words that end or begin like one of these and say nothing of the kind. */
export const innocentWords: ReadonlySet<string> = new Set(
  words(`
  alcatel, bluebonnet, bonnet, cabinet, cartel, castel, dotnet, excell, fortinet, garnet, gannet, hornet, hostel,
  hostels, hostess, hotel, intel, internetstores, magnet, martel, mattel, maxcell, motel, planet, purcell, sonnet,
  monet, chapelnet, bonet, genet, signet, vignet, mitel, networked, tenet, instinet,
`),
);

/** Found as whole words. */
export const providerPhrases: readonly string[] = words(`
  # What they do
  adsl, cable, cdn, content delivery, communications, data center, data centers, data centre, data hub, dedicated,
  gsm, internet exchange, proveedor, provedor, provider, hotspot, isp, iptv, mobile, next generation carrier,
  satellite, service provider, voip, wi fi, wimax, wisp, banda ancha, broad band, proxy, academic network,
  education network, education and research network, research and education, educational computer network,
  century network, virtual private,
  # Access and mobile networks
  a1 bulgaria, a1 hrvatska, a1 slovenija, unitary enterprise a1, aapt, afrihost, alestra, allstream, altice,
  america movil, andrews arnold, antel, arelion, asahi net, at t, atria convergence, axtel, bahnhof, beeline,
  bell canada, bezeq, bharat sanchar, bharti, biglobe, bouygues, bredband2, breezeline, brightspeed, bsnl, bt,
  cantv, cell c, centurylink, charter communications, chunghwa, claro, cogeco, cogent, colt technology, comcast,
  comcel, compania dominicana de telefonos, cosmote, crown castle, cyfrowy polsat, dacom, digi romania,
  digi spain, digicel, dlive, dna oyj, docomo, dreamline, eastlink, ee limited, eir, eircom, elisa oyj, entel,
  eolo, er telecom, etb, etihad etisalat, etisalat, euskaltel, fastweb, fastwebnet, free mobile, free sas, freebit,
  gehua, globalconnect, google fiber, gtt, hi3g, hgc, hkbn, hurricane electric, hutchison 3g, hutchison drei,
  idea cellular, iinet, iliad, indosat, iran cell, itissalat, jab wireless, jcom, jio, kbro, kddi, korea telecom,
  kpn, kyivstar, level 3, lg hellovision, lg powercomm, liberty global, liberty latin america, lumen, lyse,
  m1 limited, magticom, maxis, mediacom, megafon, meo, metronet, movistar, mtn, mts pjsc, pjsc mts,
  multimedia polska, netia, norlys, ntt, o2, odido, office national des postes et telecommunications, oi s a,
  one hungary, one new zealand, ooredoo, optage, optus, orange business, orange s a, orange espagne, orange polska,
  orange belgium, orange romania, orange slovensko, orange tunisie, ote sa, p4 sp, partner communications, pccw,
  pentel, penteledata, philippine long distance, pldt, polkomtel, proximus, proxad, qtnet, qwest, r cable, rcn,
  reliance jio, retelit, rightel, rogers, safaricom, salt mobile, scancom, sfr, shaw cablesystems, sify, singnet,
  singtel, skylogic, sky uk, softbank, sonatel, space exploration technologies, spark new zealand, starhub,
  starlink, suddenlink, sunrise gmbh, superloop, superonline, swisscom, syrian telecom, talktalk, tdc, te as,
  tele columbus, tele2, telecel, telecentro, teleglobe, telgua, telkom, telkomsel, teksavvy, tiscali, tigo,
  tim s a, tm technology services, topnet, tpg, tpx, true internet, ttsl, turk telekom, turksat, tt mobil,
  tt dotcom, two degrees, uninet, unitel, upc, v tal, vectra, verizon, vero s a, versatel, vf ukraine, viasat,
  videotron, viettel, vimpelcom, virgin media, vivacom, vnpt, vocus, voo s a, vtr, wana corporate, webpass,
  wholesail, wideopenwest, wilhelm tel, wind tre, windstream, xfinity, xplore, xs4all, yettel, zain, zayo, ziggo,
  zen internet, aircel, airtek, asiatech, beanfield, bite, caucasus online, celeste, comporium, cooolbox, cotas,
  dialog axiata, digital united, digiweb, ebox, elisa eesti, elisa santa monica, eunetworks, exponential e,
  go p l c, hiper, htp gmbh, idt corporation, inea, inteliquent, kcom, krypt, lintasarta, ljosleidarinn, loxinfo,
  melita, mic tanzania, orange botswana, orange burkina, orange cameroun, orange cote, orange madagascar,
  orange mali, orange moldova, post luxembourg, quantcom, quickline, rain group, rtcomm, seacom, sewan, sia tet,
  sky italia, stc bahrain, t 2 d o o, telemach, television internacional, three ireland, tot public, toya, unidata,
  virtual1, wananchi,
  # Hosts, clouds, content networks, private relays
  aceville, aeza, akamai, alibaba, amazon, amazonaws, aptum, aruba s p a, aws, baidu, bigstep, blue cloud,
  bluehost, bunny, byteplus, cdn77, claranet, clouvider, cologix, constant company, contabo, coresite, cyrusone,
  datacamp, datapipe, digital ocean, digital realty, digitalocean, dreamhost, edgio, egihosting, eonix, equinix,
  fastly, flexential, fly io, g core, gandi, gcore, godaddy, gmo, google, heroku, hetzner, hivelocity,
  idc frontier, infomaniak, internap, ionos, iomart, kamatera, kagoya, larus, latitude sh, leaseweb, limelight,
  linode, liquid web, m247, microsoft, multacom, namecheap, netcup, netlify, netskope, ntirety, oracle, ovh,
  packethub, peg tech, plusserver, private layer, proton ag, psychz, quadranet, rackspace, sakura, scaleway,
  seeweb, selectel, softlayer, stackpath, stark industries, strato, sucuri, tencent, tierpoint, timeweb, tzulo,
  unified layer, upcloud, vercel, volcano engine, vultr, worldstream, zenlayer, zscaler, databank holdings,
  dimension data, dogado, firstcolo, glesys, green ch, home pl, imperva, incapsula, interserver, kinx, navisite,
  netactuate, pulsant, quickpacket, uk 2, xneelo,
  # Networks of universities, whose members have names of their own
  arnes, belnet, cenic, cesnet, csc tieteen, deutschen forschungsnetzes, esnet, garr, heanet, internet2, iucc,
  janet, jisc, mcnc, merit network, oarnet, red es, rede nacional de ensino, renater, risq, sikt, sunet, surf b v,
  wiscnet,
`);

/** Found as whole words, and stronger than all above: companies whose names only sound like it. */
export const ownNetworkPhrases: readonly string[] = words(`
  arista networks, cisco, ericsson, exxon mobil, extreme networks, f5 networks, fedex, internet archive,
  juniper networks, mobileye, nokia, palo alto networks, servicenow, zoom video, dod network information center,
  navy network information center, air force systems networking, ripe network coordination centre,
  internet systems consortium,
`);
