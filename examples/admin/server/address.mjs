/** The delivery address of all orders. */
export const addressParam = {
  fullName: "王先生",
  mobile: "13800000000",
  phone: "0571-88888888",
  provinceText: "浙江省",
  cityText: "杭州市",
  areaText: "滨江区",
  townText: "长河镇",
  address: "网商路699号 4号仓库",
  postCode: "310052",
};
