"""Words of the trade: to say one of a product is to claim it, wherever in a sentence it stands.

Names of parts, techniques, ingredients, seals of approval and the like, as stems, by department. Words
that are as often the scene of a sentence as a claim (``bag``, ``kitchen``, ``phone``) are none of them.
"""

from __future__ import annotations

from agent.narration.claims.wording import stem

_WORDS = (
    # clothes and shoes
    "beaded bodycon boning bootcut bra camouflage cleat crampon crease crewneck cropped drawcord "
    "drawstring drawstrings elastic elasticated embossed epaulette flared fringed gaiter gingham gore "
    "gusset gusseted halter herringbone hooded houndstooth insole lapel leopard lining lugs membrane "
    "midsole monogram monogrammed odor odour orthotic outsole oversized paisley pilling pinstripe "
    "piping placket plaid pleat pleated reflective reflector reinforced ribbed rivet riveted ruffle "
    "ruffled selvedge sequin sequined shank shapewear stiletto strapless taped tartan tasselled thermal "
    "thumbhole thumbholes toecap turtleneck underwire upf vibram waistband welt welted wicking "
    "windbreaking windproof wrinkle "
    # stuffs
    "abs acetate anodised anodized bonded bouclé brocade brushed chambray coated coating cordura crepe "
    "cupro damask dyneema eva forged frosted fused galvanised galvanized gauze georgette gilded "
    "hammered jacquard lacquered laminate laminated lyocell modal muslin nappa nubuck oiled peba "
    "percale plated polartec polyamide ponte poplin primaloft pvc rayon sateen seersucker taffeta "
    "tanned tempered thinsulate tinted tpu varnished waffle waxed welded "
    # furniture
    "armrest backrest canopy caster castor certipur dovetail extendable extending extends footrest fsc "
    "gols greenguard headrest lumbar massage massaging motorised oeko recline recliner reclining slat "
    "slatted sprung swivel swivelling topper trundle tufted upholstered veneer veneered "
    # kitchen
    "basting boiler bolster burr carafe colander corkscrew damascus descale descaling enameled "
    "enamelled frother honing induction ladle nonstick ply portafilter preinfusion preset presets pulse "
    "saucer saya scissor serrated spatula spout steamer strainer tamper tang thermometer tong "
    # electronics
    "accelerometer adapter adaptor alexa altimeter amoled anc app aptx assistant atmos autofocus "
    "backlight backlit barometer bluetooth charger codec compass contactless cpu displayport "
    "dolby dongle ecg equaliser equalizer esim ethernet fingerprint firmware gimbal gorilla gps gpu "
    "gyroscope hdd hdmi hdr homekit hotswap infrared lcd ldac led lossless magsafe mic microphone "
    "microsd multipoint netflix nfc notification numpad oled overclockable overclocked oximeter oxygen "
    "payment pedometer processor qi qled remote rgb sensor sim siri spatial spo2 spotify ssd "
    "stabilisation stabilised stabilization stabilized stylus subscription subwoofer surround telephoto "
    "telescopic thunderbolt trackpad tripod ultrawide usb vapour waterproofing webcam wifi wirelessly "
    "zigbee zoom "
    # appliances
    "allergen aromatherapy attachment crevice cyclonic defrost descaler diffuser disinfect disinfects "
    "hepa humidistat humidity hygrometer ioniser ionizer lidar mopping nightlight nozzle oscillates "
    "oscillating oscillation programmable sanitise sanitises schedule schedules shutoff sterilise "
    "sterilises thermostat turbo uv "
    # tools
    "bevel brushless chuck clutch extraction flywheel kickback laser ratchet torque vibration vise "
    # beauty
    "acne aha airless aloe antioxidant applicator argan ascorbic bakuchiol bha biotin blemish "
    "brightening caffeine cellulite ceramide clinically collagen comedogenic dandruff dermatologically "
    "dermatologist dropper eczema enzyme exfoliate exfoliates exfoliating ferulic firming glitter "
    "glycerin glycerine glycolic hyaluron hyaluronic jojoba kaolin keratin lactic mascara mineral "
    "niacinamide ophthalmologist panthenol paraben peptide pigmentation pipette plumping prebiotic "
    "probiotic psoriasis redness refillable retinal retinol rosacea rosehip salicylic scrub shea "
    "shimmer shimmering spf squalane sulfate sulphate waterline whitening zinc "
    # food and pets
    "additive antibiotic arabica barrique biodynamic calcium chondroitin creatine decaf dental dha "
    "electrolyte fairtrade fiber fibre glucosamine gluten grain hairball hormone magnesium medal msg "
    "omega organic organically pasteurised pasteurized preservative probiotics protein robusta stevia "
    "sulfite sulphite tannin tartar taurine unfiltered unpasteurised vitamin whey xylitol "
    # books, toys and games
    "abridged alphabet audiobook award bestseller bestselling bilingual booker competitive cooperative "
    "dice ebook expansion foreword glossary hologram illustrated illustration kindle magnet magnetic "
    "miniature montessori multiplayer newbery prequel prize pulitzer puppet rhyme rhyming sequel signed "
    "soundtrack sprayed sticker token trilogy unabridged "
    # sport, outdoors, luggage, bicycles
    "alignment bladder carabiner clipless compression crankset derailleur dynamo electronic fender "
    "groundsheet guyline hub hydration hydraulic inflatable kickstand lockable mudguard rfid "
    "seatpost stabiliser sternum suspension throttle trolley tsa tubeless ventilated ventilation "
    "vestibule "
    # jewellery and watches
    "alarm bezel certificate chronograph clasp crystal dual engraved engraving freshwater gia gmt "
    "hallmark hallmarked igi lobster lume luminous moonphase palladium perpetual phase rhodium "
    "saltwater sapphire skeletonised swiss tachymeter vermeil "
    # children, plants
    "bassinet bpa carrycot choking drought fertiliser fertilizer footmuff harness isofix phthalate "
    "purifies purify purifying sunshade variegated "
    # how it is made, and what goes into it
    "baked fried steamed blanched brewed distilled fermented churned undyed unbleached unlined unpadded "
    "unglazed dripless bladeless adhesive ionic tourmaline isolate hydrolysate garlic pecan hazelnut cashew "
    "pistachio raisin jasmine truffle turmeric cumin oregano saffron epa melatonin glutamine aspartame "
    "sucralose sweetener nitrite ozone seedless thornless skinless boneless deboned "
    # sound, play and the house
    "stereo mono humbucker tuner dimmer metronome plectrum tremolo fretless rocking intercom doorbell keypad "
    "deadbolt inflator rotisserie griddle briquette projector joystick trackpoint hotkey viewfinder monopod "
    "hotshoe dashcam airbag seatbelt earflap kneepad chinguard smocked shirred marquetry inlay filigree "
    "cabochon tourbillon whatsapp playlist lte "
    # what is done with it, and by whom it is approved
    "antibacterial antimicrobial approved arthritis biodegradable certified chiropractor compostable "
    "cure cures dentist doctor fda handcrafted handmade handpainted handwoven heal heals hypoallergenic "
    "insomnia iso lifetime medical migraine orthopaedic orthopedic patented physiotherapist posture "
    "prevent prevents recommended recyclable refurbished relieve relieves sciatica therapeutic vet "
    "veterinary "
)
SHOP_WORDS = frozenset(stem(word) for word in _WORDS.split())
