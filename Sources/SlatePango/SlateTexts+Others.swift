import Timeline

extension SlateTexts {
    static let russian = SlateTexts(
        language: "ru", neutral: "Мы скоро вернёмся", attention: "Внимание всем!",
        reasons: [
            .nothingScheduled: "Сейчас в программе перерыв",
            .missing: "Файл программы не найден",
            .unsealed: "Программа не утверждена к эфиру",
            .altered: "Программа изменена после утверждения",
            .unreadable: "Файл программы не читается",
            .late: "Программа ещё не готова",
            .mediaEnded: "Программа закончилась раньше времени",
            .operatorOrder: "Эфир временно приостановлен",
            .emergency: "Ожидайте официального сообщения на этом канале",
            .rights: "Нет прав на показ этой программы",
            .hold: "Следующая программа скоро начнётся",
            .technical: "Технические неполадки",
            .notValid: "Разрешение на показ программы не действует",
            .recalled: "Программа снята с эфира",
        ])

    static let english = SlateTexts(
        language: "en", neutral: "We will be right back", attention: "Attention everyone!",
        reasons: [
            .nothingScheduled: "There is a break in the schedule",
            .missing: "The programme’s file was not found",
            .unsealed: "The programme has not been approved for air",
            .altered: "The programme was altered after its approval",
            .unreadable: "The programme’s file cannot be read",
            .late: "The programme is not ready yet",
            .mediaEnded: "The programme ended early",
            .operatorOrder: "The broadcast is paused",
            .emergency: "Wait for official information on this channel",
            .rights: "We do not have the rights to show this programme",
            .hold: "The next programme begins shortly",
            .technical: "Technical difficulties",
            .notValid: "The programme’s approval is not in force",
            .recalled: "The programme has been withdrawn",
        ])

    static let tajik = SlateTexts(
        language: "tg", neutral: "Мо ба зудӣ бармегардем", attention: "Диққат ба ҳама!",
        reasons: [
            .nothingScheduled: "Ҳоло дар барнома танаффус",
            .missing: "Файли барнома ёфт нашуд",
            .unsealed: "Барнома барои пахш тасдиқ нашудааст",
            .altered: "Барнома пас аз тасдиқ тағйир дода шудааст",
            .unreadable: "Файли барнома хонда намешавад",
            .late: "Барнома ҳанӯз омода нест",
            .mediaEnded: "Барнома пеш аз вақт ба охир расид",
            .operatorOrder: "Пахш муваққатан қатъ шуд",
            .emergency: "Дар ин шабака хабари расмиро интизор шавед",
            .rights: "Ҳуқуқи намоиши ин барнома нест",
            .hold: "Барномаи навбатӣ ба зудӣ оғоз мешавад",
            .technical: "Мушкилоти техникӣ",
            .notValid: "Иҷозати намоиши барнома эътибор надорад",
            .recalled: "Барнома аз эфир гирифта шуд",
        ])
}
