using System.Globalization;

namespace NetThreat.Packets.Smb;

/// <summary>NTSTATUS values that tell something about access ([MS-ERREF] section 2.3).</summary>
internal static class SmbStatus
{
    public const uint Pending = 0x00000103, NoMoreFiles = 0x80000006, MoreProcessing = 0xC0000016;

    public static string Name(uint status) => status switch
    {
        0xC000000D => "INVALID_PARAMETER",
        0xC0000022 => "ACCESS_DENIED",
        0xC0000034 => "OBJECT_NAME_NOT_FOUND",
        0xC000003A => "OBJECT_PATH_NOT_FOUND",
        0xC0000064 => "NO_SUCH_USER",
        0xC000006A => "WRONG_PASSWORD",
        0xC000006D => "LOGON_FAILURE",
        0xC000006E => "ACCOUNT_RESTRICTION",
        0xC0000071 => "PASSWORD_EXPIRED",
        0xC0000072 => "ACCOUNT_DISABLED",
        0xC00000BB => "NOT_SUPPORTED",
        0xC00000CC => "BAD_NETWORK_NAME",
        0xC000015B => "LOGON_TYPE_NOT_GRANTED",
        0xC0000203 => "USER_SESSION_DELETED",
        0xC0000225 => "NOT_FOUND",
        0xC0000234 => "ACCOUNT_LOCKED_OUT",
        0xC0000257 => "PATH_NOT_COVERED",
        _ => "0x" + status.ToString("x8", CultureInfo.InvariantCulture),
    };
}
