namespace NetThreat.Flows.Records;

/// <summary>History letters as strings; few histories make up nearly all traffic, so the recent ones are shared.</summary>
internal sealed class HistoryText
{
    private const int Places = 1024;
    private readonly string[] _recent = new string[Places];

    public string Of(ReadOnlySpan<byte> letters)
    {
        if (letters.IsEmpty) return "";
        uint hash = 2166136261;
        foreach (byte b in letters) hash = (hash ^ b) * 16777619;
        ref string? place = ref _recent[(hash ^ hash >> 16) & (Places - 1)]!;
        if (place is not null && Same(place, letters)) return place;
        return place = System.Text.Encoding.ASCII.GetString(letters);
    }

    private static bool Same(string text, ReadOnlySpan<byte> letters)
    {
        if (text.Length != letters.Length) return false;
        for (int i = 0; i < letters.Length; i++)
            if (text[i] != letters[i]) return false;
        return true;
    }
}
