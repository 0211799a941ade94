import Timeline

extension SlateTexts {
    static let kazakh = SlateTexts(
        language: "kk", neutral: "Жақын арада ораламыз", attention: "Баршаның назарына!",
        reasons: [
            .nothingScheduled: "Қазір бағдарламада үзіліс",
            .missing: "Бағдарлама файлы табылмады",
            .unsealed: "Бағдарлама эфирге бекітілмеген",
            .altered: "Бағдарлама бекітілгеннен кейін өзгертілген",
            .unreadable: "Бағдарлама файлы оқылмайды",
            .late: "Бағдарлама әлі дайын емес",
            .mediaEnded: "Бағдарлама мерзімінен бұрын аяқталды",
            .operatorOrder: "Эфир уақытша тоқтатылды",
            .emergency: "Осы арнадан ресми хабарламаны күтіңіз",
            .rights: "Бұл бағдарламаны көрсету құқығы жоқ",
            .hold: "Келесі бағдарлама жақында басталады",
            .technical: "Техникалық ақау",
            .notValid: "Бағдарламаның рұқсаты күшінде емес",
            .recalled: "Бағдарлама эфирден алынды",
        ])

    static let uzbek = SlateTexts(
        language: "uz", neutral: "Tez orada qaytamiz", attention: "Diqqat, barchaga!",
        reasons: [
            .nothingScheduled: "Hozir dasturda tanaffus",
            .missing: "Dastur fayli topilmadi",
            .unsealed: "Dastur efirga tasdiqlanmagan",
            .altered: "Dastur tasdiqlangandan keyin oʻzgartirilgan",
            .unreadable: "Dastur fayli oʻqilmayapti",
            .late: "Dastur hali tayyor emas",
            .mediaEnded: "Dastur muddatidan oldin tugadi",
            .operatorOrder: "Efir vaqtincha toʻxtatildi",
            .emergency: "Ushbu kanalda rasmiy xabarni kuting",
            .rights: "Bu dasturni koʻrsatish huquqi yoʻq",
            .hold: "Keyingi dastur tez orada boshlanadi",
            .technical: "Texnik nosozlik",
            .notValid: "Dastur uchun berilgan ruxsat amal qilmaydi",
            .recalled: "Dastur efirdan olib tashlandi",
        ])

    static let kyrgyz = SlateTexts(
        language: "ky", neutral: "Жакында кайтып келебиз", attention: "Баарынын көңүлүнө!",
        reasons: [
            .nothingScheduled: "Азыр программада тыныгуу",
            .missing: "Программанын файлы табылган жок",
            .unsealed: "Программа эфирге бекитилген эмес",
            .altered: "Программа бекитилгенден кийин өзгөртүлгөн",
            .unreadable: "Программанын файлы окулбай жатат",
            .late: "Программа азырынча даяр эмес",
            .mediaEnded: "Программа мөөнөтүнөн мурда бүттү",
            .operatorOrder: "Эфир убактылуу токтотулду",
            .emergency: "Ушул каналдан расмий билдирүүнү күтүңүз",
            .rights: "Бул программаны көрсөтүү укугу жок",
            .hold: "Кийинки программа жакында башталат",
            .technical: "Техникалык көйгөй",
            .notValid: "Программанын уруксаты күчүндө эмес",
            .recalled: "Программа эфирден алынды",
        ])

    static let turkmen = SlateTexts(
        language: "tk", neutral: "Ýakyn wagtda gaýdyp geleris", attention: "Ählileriň ünsüne!",
        reasons: [
            .nothingScheduled: "Häzir programmada arakesme",
            .missing: "Programmanyň faýly tapylmady",
            .unsealed: "Programma efire tassyklanmady",
            .altered: "Programma tassyklanandan soň üýtgedilipdir",
            .unreadable: "Programmanyň faýly okalmaýar",
            .late: "Programma entek taýýar däl",
            .mediaEnded: "Programma wagtyndan öň tamamlandy",
            .operatorOrder: "Efir wagtlaýyn togtadyldy",
            .emergency: "Şu kanalda resmi habara garaşyň",
            .rights: "Bu programmany görkezmäge hukuk ýok",
            .hold: "Indiki programma ýakynda başlanar",
            .technical: "Tehniki näsazlyk",
            .notValid: "Programmanyň rugsady güýjünde däl",
            .recalled: "Programma efirden aýryldy",
        ])
}
