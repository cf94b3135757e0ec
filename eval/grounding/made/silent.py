"""Plain features, each with a hint: where nothing told of a product matches it, the facts are silent."""

from __future__ import annotations

_ROWS = r"""
fold|collaps|flat|compact|pack :: It folds flat. It folds up small. You can fold it away. It folds away
  when you are done. It collapses for storage. It folds in half.
water|rain|ip[x\d]|splash|atm|shower|weather|swim|wet :: It is water-resistant. It's waterproof. It
  keeps water out. It shrugs off rain. It is splash-proof. You can take it swimming.
usb|charg|port :: It has a USB-C port. It charges over USB-C. It charges via USB. There is a USB port.
  You charge it by USB-C.
bluetooth|wireless|connect|app\b|phone|wi fi|wifi :: It has Bluetooth. It connects over Bluetooth. It
  pairs with your phone. You can control it with an app. There is an app for it. It works with an app. It
  connects to Wi-Fi.
alexa|google|voice|smart|siri|assistant|homekit :: It works with Alexa. It takes voice commands. It
  works with Google Assistant. You can control it by voice.
timer|time|program :: It has a timer. There is a built-in timer. A timer is built in. You can set a
  timer.
dishwasher|wash|clean|care :: It is dishwasher safe. It can go in the dishwasher. It's machine washable.
  You can put it in the washing machine. The cover is washable. It washes well at 40 degrees.
vegan|plant|animal|leather free :: It is vegan. It's suitable for vegans. It is made without animal
  products. Vegans can have it too.
organic|bio|usda|gots|gols|soil association :: It is organic. It's certified organic. It is organically
  grown. It comes from organic farming.
recycl|sustain|reused|eco|upcycl :: It is made from recycled material. It's recyclable. It uses recycled
  plastic. It is made of recycled materials.
hand|craft|artisan :: It is handmade. It's made by hand. It is finished by hand. Each one is handmade.
  It is hand-finished.
allerg|sensitive|gentle|dermat :: It is hypoallergenic. It's dermatologically tested. It is suitable for
  sensitive skin. It is dermatologist-tested.
gluten|grain|wheat :: It is gluten-free. It contains no gluten. It's free of gluten.
sugar|sweet :: It is sugar-free. It has no added sugar. It contains no added sugar. It's made without
  sugar.
lifetime|life long|lifelong|for life :: It has a lifetime warranty. It is guaranteed for life. It comes
  with a lifetime guarantee.
return|refund|money back|trial :: Returns are free. It comes with a money-back guarantee. You can return
  it for free. You can send it back within a month.
ship|deliver|dispatch :: Delivery is free. It ships free. It ships within a day. It is delivered the
  next day. Shipping is included.
case|pouch|bag|sleeve|box|sack|etui :: It comes with a carrying case. A carrying case is included. It
  comes in its own pouch. You get a storage bag with it. There's a protective case in the box.
batter|aaa?\b|cell|mah :: Batteries are included. It comes with a spare battery. It runs on batteries.
  It has a rechargeable battery. It is battery-powered.
light|led|glow|lamp|illumin|lumin :: It has a built-in light. It glows in the dark. It is lit by LEDs.
  There is an LED light. It has LED lighting.
reflect|visib :: It has reflective details. It has reflective strips. Reflective piping makes you easy
  to see.
hood :: It has a hood. It comes with a removable hood. The hood can be taken off.
pocket :: It has a hidden pocket. There is an inside pocket. It has two zip pockets. You get a pocket
  for your phone.
wheel|castor|caster|roll :: It has wheels. It rolls on castors. It comes on wheels. It stands on
  lockable castors.
slip|grip|rubber :: It has a non-slip base. Non-slip feet keep it in place. It has rubber feet. The base
  is non-slip.
scratch|sapphire|hard :: It is scratch-resistant. It resists scratches.
uv|sun :: It has UV protection. It blocks UV rays. It protects against UV.
magnet :: It closes with a magnet. It has a magnetic closure. It is magnetic. It sticks by magnets.
zip :: It closes with a zip. It has a zip. It fastens with a zipper.
adjust|height|flex|setting :: It is adjustable. It is height-adjustable. You can adjust the height. The
  height can be adjusted. It has an adjustable strap.
remov|detach|off|swap :: The cover can be removed. It has a removable cover. The cover comes off. It is
  detachable.
revers|both sides|two sides|double sided :: It is reversible. You can turn it inside out. It can be used
  on both sides.
assembl|built|screw|ready|install|mount :: It comes assembled. It arrives fully assembled. No assembly
  is needed. It needs no assembly. You have to assemble it yourself.
touch|display|screen|digital :: It has a touchscreen. It has a digital display. There is a display on
  top. You operate it by touch.
remote :: It comes with a remote control. A remote control is included. You can operate it by remote.
gift|wrap|present|box :: It comes in a gift box. It is gift-wrapped. It arrives in a gift box.
manual|instruct|guide|booklet|recipe|book :: It comes with a recipe book. A printed guide is included.
  It includes an instruction booklet.
award|prize|winner|medal :: It won an award. It is award-winning. It has won a design prize.
limited|exclusive|collector :: It is a limited edition. It's a limited edition. It's a limited-edition
  piece.
nois|quiet|silent|db|sound :: It is whisper-quiet. It has noise cancelling. It cancels noise. It runs
  silently.
memory|stor|gb|record :: It has a memory function. It remembers your settings. It has a memory card
  slot.
shut|auto|off\b|safety :: It shuts itself off. It switches off automatically. It has an automatic shut-
  off. It turns itself off.
insul|warm|thermo|vacuum|heat|cold|hot|therm|temper :: It is insulated. It is heated. It keeps drinks
  warm. It has a built-in heater. It is double-walled.
breath|vent|air|mesh :: It is breathable. It is made of breathable mesh. It has ventilation holes.
pad|cushion|foam|soft :: It is padded. It has a padded back. The seat is padded. It has extra padding.
leather|suede :: It is made of leather. It has a leather strap. It has leather details. The handle is
  leather.
steel|metal|stainless|iron :: It is made of stainless steel. It has a stainless-steel body. The frame is
  steel. It has metal handles.
bamboo|wood|oak|beech|walnut|pine|ash|teak :: It is made of bamboo. It has a wooden handle. The legs are
  solid oak. The base is made of wood.
solar :: It is solar-powered. It charges in the sun. It runs on solar power.
camera|lens|photo|mp\b :: It has a camera. It has a built-in camera. It takes pictures too.
gps|track|locat :: It has GPS. It has built-in GPS. It tracks your location.
sensor|detect|measur|monitor :: It has a motion sensor. It has a built-in sensor. It measures your
  pulse.
childproof|child|kid|lock :: It has a child lock. It is childproof. It comes with a child lock.
oven|bak :: It is oven safe. It can go in the oven. It's oven-proof.
microwav :: It is microwave safe. It can go in the microwave. You can put it in the microwave.
induct|hob|stove :: It works on induction. It is suitable for induction hobs. It's induction-ready.
freez|fridge|frost|ice :: It is freezer safe. You can freeze it. It can go in the freezer.
stack|nest :: It is stackable. They stack neatly. It stacks to save space. You can stack it.
strap|belt|sling :: It has a shoulder strap. It comes with a wrist strap. You can carry it by its
  shoulder strap.
lid|cap|top|cover :: It has a lid. It comes with a lid. A lid is included.
dim|bright|lux|lumen :: It is dimmable. It can be dimmed. You can dim it.
stain|dirt|spill|clean :: It is stain-resistant. It repels stains. It has a stain-proof coating.
fair ?trade|rainforest|ethic :: It is fair trade. It is Fairtrade certified. It carries the Fairtrade
  label.
italy|italian|ital|made in|origin|country|tusc :: It is made in Italy. It comes from Italy. It's
  Italian-made.
japan|made in|origin|country :: It is made in Japan. It comes from Japan. It was made in Japan.
german|made in|origin|country :: It is made in Germany. It's German-made. It comes from Germany.
"""

SILENT: tuple[tuple[str, tuple[str, ...]], ...] = tuple(
    (hint.strip(), tuple(f"{each.strip()}." for each in said.split(".") if each.strip()))
    for hint, _, said in (
        row.replace("\n  ", " ").partition(" :: ") for row in _ROWS.strip().replace("\n  ", " ").split("\n")
    )
)
"""A pattern of the words that could tell it, and how one says it."""
